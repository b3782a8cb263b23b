package findset

import "strings"

// Nonsense is a text that no tool can fit, another for each i: words put together by a fixed rule, or letters.
func Nonsense(i int) string {
	subjects := strings.Fields("moonbeam gravel walrus teapot cathedral thunder marmalade bicycle lantern pebble")
	verbs := strings.Fields("whistles devours forgives outgrows envies polishes bewilders marries tickles haunts")
	objects := strings.Fields("jealousy velvet yesterday umbrellas arithmetic sorrow porridge horizons moustaches silence")
	if i%4 == 3 {
		return strings.Map(func(r rune) rune { return 'a' + (r*7+rune(i))%26 }, subjects[i%10]+objects[i/10%10])
	}
	return "the " + subjects[i%10] + " " + verbs[(i/10+i)%10] + " the " + objects[(i*7+i/10)%10]
}
