package aggregator

import "testing"

// The counts are those of o200k_base or more.
func TestTokensOf(t *testing.T) {
	tests := []struct {
		name string
		want int
	}{
		{"", 0},
		{"git", 1},
		{"Git", 1},
		{"github", 2},
		{"everything", 4},
		{"GitHub", 2},
		{"API", 1},
		{"s3-bucket_12345", 8}, // s 3 - buc ket _ 123 45
		{"Xq7_Zk", 4},
		{"...", 3},
	}
	for _, tt := range tests {
		if got := tokensOf(tt.name); got != tt.want {
			t.Errorf("%q: %d, want %d", tt.name, got, tt.want)
		}
	}
}
