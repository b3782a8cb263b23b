package oauth

import (
	"net/netip"
	"net/url"
	"testing"
)

// What a server-given name may lead to, by how the MCP server itself is written.
func TestRow27_AddressesThatAServerMayLeadTo(t *testing.T) {
	servers := []struct {
		url     string
		private bool // allowPrivateNetwork
	}{
		{"https://mcp.example/mcp", false},
		{"https://mcp.example/mcp", true},
		{"http://127.0.0.1:1/mcp", false},
		{"http://localhost:1/mcp", false},
		{"http://[::1]:1/mcp", false},
		{"https://10.1.2.3/mcp", false},
		{"https://[fd00::1]/mcp", false},
		{"https://100.64.1.1/mcp", false},
	}
	for address, want := range map[string][]bool{
		"93.184.216.34":          {true, true, true, true, true, true, true, true},
		"2606:2800:220:1::1":     {true, true, true, true, true, true, true, true},
		"127.0.0.1":              {false, false, true, true, true, false, false, false},
		"127.9.9.9":              {false, false, true, true, true, false, false, false},
		"::1":                    {false, false, true, true, true, false, false, false},
		"::ffff:127.0.0.1":       {false, false, true, true, true, false, false, false},
		"10.0.0.1":               {false, true, false, false, false, true, true, true},
		"192.168.1.1":            {false, true, false, false, false, true, true, true},
		"100.64.0.1":             {false, true, false, false, false, true, true, true},
		"fd00::1":                {false, true, false, false, false, true, true, true},
		"169.254.169.254":        {false, false, false, false, false, false, false, false},
		"::ffff:169.254.169.254": {false, false, false, false, false, false, false, false},
		"fe80::1":                {false, false, false, false, false, false, false, false},
		"0.0.0.0":                {false, false, false, false, false, false, false, false},
		"::":                     {false, false, false, false, false, false, false, false},
		"224.0.0.1":              {false, false, false, false, false, false, false, false},
		"64:ff9b::7f00:1":        {false, false, false, false, false, false, false, false},
		"2002:7f00:1::":          {false, false, false, false, false, false, false, false},
	} {
		for i, server := range servers {
			u, err := url.Parse(server.url)
			if err != nil {
				t.Fatal(err)
			}
			w := newWeb(u, &Settings{AllowPrivateNetwork: server.private}, nil)
			if err := w.reach("as.example", netip.MustParseAddr(address).Unmap()); (err == nil) != want[i] {
				t.Errorf("%s from %s (%v): %v", address, server.url, server.private, err)
			}
		}
	}
	u, err := url.Parse("https://mcp.example/mcp")
	if err != nil {
		t.Fatal(err)
	}
	if err := newWeb(u, &Settings{}, nil).reach("localhost", netip.MustParseAddr("93.184.216.34")); err == nil {
		t.Error("a name that means loopback led elsewhere")
	}
}

// The rules for every URL that a server gives us: what we call, and what a browser opens.
func TestRow25_URLsThatAreRefused(t *testing.T) {
	long := "https://as.example/" + string(make([]byte, 8<<10))
	tests := map[string][3]bool{ // from an https server, from one on loopback, from an http one with allowInsecureHttp
		"https://as.example/authorize?a=$(x)`y`": {true, true, true},
		"HTTPS://as.example/":                    {true, true, true},
		"http://as.example/":                     {false, false, true},
		"http://localhost:1/":                    {false, true, true},
		"http://127.0.0.1:1/":                    {false, true, false},
		"https://user@as.example/":               {false, false, false},
		"https://user:pw@as.example/":            {false, false, false},
		"https://as.example/#x":                  {false, false, false},
		"https:///authorize":                     {false, false, false},
		"https:as.example":                       {false, false, false},
		"file:///etc/passwd":                     {false, false, false},
		"file://localhost/etc/passwd":            {false, false, false},
		"smb://localhost/share":                  {false, false, false},
		"javascript:alert(1)":                    {false, false, false},
		"vscode://localhost/x":                   {false, false, false},
		"ms-settings://127.0.0.1/":               {false, false, false},
		"-incognito":                             {false, false, false},
		"https://as.example/\n":                  {false, false, false},
		"https://169.254.169.254/latest":         {false, false, false},
		"\x20https://as.example/":                {false, false, false},
		"":                                       {false, false, false},
		long:                                     {false, false, false},
	}
	for i, server := range []string{"https://mcp.example/mcp", "http://127.0.0.1:1/mcp", "http://mcp.example/mcp"} {
		at, err := url.Parse(server)
		if err != nil {
			t.Fatal(err)
		}
		w := newWeb(at, &Settings{AllowInsecureHTTP: i == 2}, nil)
		for address, want := range tests {
			if _, err := w.check("it", address); (err == nil) != want[i] {
				t.Errorf("%.60q from %s: %v", address, server, err)
			}
		}
	}
}
