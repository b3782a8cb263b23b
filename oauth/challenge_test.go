package oauth

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestRow01_EveryChallengeIsRead(t *testing.T) {
	want := challenge{errorCode: "invalid_token", scopes: []string{"read", "write"}, metadata: "https://mcp.example/meta"}
	const bearer = `Bearer error="invalid_token", scope="read write", resource_metadata="https://mcp.example/meta"`
	for name, test := range map[string]struct {
		lines []string
		want  challenge
	}{
		"none":                           {nil, challenge{}},
		"bare":                           {[]string{"Bearer"}, challenge{}},
		"one":                            {[]string{bearer}, want},
		"scheme in another case":         {[]string{`bEARER error="invalid_token", scope="read write", resource_metadata="https://mcp.example/meta"`}, want},
		"names in another case":          {[]string{`Bearer ERROR="invalid_token", Scope="read write", Resource_Metadata="https://mcp.example/meta"`}, want},
		"after another on its line":      {[]string{`Basic realm="a, Bearer scope=no", ` + bearer}, want},
		"after a bare one":               {[]string{`Negotiate, ` + bearer}, want},
		"after a token68":                {[]string{`Negotiate oRkw/F+a==, ` + bearer}, want},
		"before another on its line":     {[]string{bearer + `, Basic realm="x"`}, want},
		"on the second line":             {[]string{`Digest realm="x", qop="auth"`, bearer}, want},
		"on the line after a broken one": {[]string{`Bearer scope="never closed`, bearer}, want},
		"without quotes":                 {[]string{`Bearer error=invalid_token,resource_metadata=https://mcp.example/meta, scope="read write"`}, want},
		"spaces around equals signs":     {[]string{`Bearer error = "invalid_token" , scope	= "read write",,resource_metadata="https://mcp.example/meta"`}, want},
		"escapes":                        {[]string{`Bearer realm="a\"b", error="invalid\_token", scope="read write", resource_metadata="https://mcp.example/meta"`}, want},
		"never closed":                   {[]string{`Bearer scope="read`}, challenge{}},
		"no value":                       {[]string{`Bearer scope=, error="x`}, challenge{}},
		"no scheme":                      {[]string{`="x"`}, challenge{}},
		"scopes that no server may name": {[]string{"Bearer scope=\"read \x1b[31mred \xff gr\u00fcn write\""}, challenge{scopes: []string{"read", "write"}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := parseChallenges(http.Header{"Www-Authenticate": test.lines})
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(challenge{}), cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzParseChallenges(f *testing.F) {
	for _, seed := range []string{"", "Bearer", `Bearer a="b"`, `Basic realm=x`, "Negotiate YI/I==", `Bearer a="\`, "Bearer a=b=c, d", ",,", "Bearer ,=,"} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, line string) {
		parseChallenges(http.Header{"Www-Authenticate": {line, line}})
	})
}

// FuzzChallengeAfterOthers builds well-formed challenges of other schemes and wants the Bearer one after them found.
func FuzzChallengeAfterOthers(f *testing.F) {
	f.Add([]byte{0})
	f.Add([]byte{1, 2, 3, 4, 5})
	f.Add([]byte{3, 3, 1, 4, 2, 2, 0})
	others := []string{
		"Negotiate", "Basic realm=\"x\"", "NTLM TlRMTVNTUAAC==", "Hawk a+b/c~d", `Digest realm="a, Bearer scope=\"b", qop=auth`, "Mutual a = b", "X\ty=\"\"", `DPoP algs="ES256"`,
		"New sid==", "Foo bar",
	}
	separators := []string{", ", ",", " , ", ",,\t"}
	f.Fuzz(func(t *testing.T, choice []byte) {
		line := ""
		for i, c := range choice[:min(len(choice), 50)] {
			line += others[int(c)%len(others)] + separators[(int(c)+i)%len(separators)]
		}
		line += `Bearer scope="a b", resource_metadata="https://mcp.example/m", error=invalid_token`
		got := parseChallenges(http.Header{"Www-Authenticate": {line}})
		want := challenge{errorCode: "invalid_token", scopes: []string{"a", "b"}, metadata: "https://mcp.example/m"}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(challenge{}), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s\n%s", line, diff)
		}
	})
}
