package badge

import (
	"strings"
	"testing"
)

func TestAddressesThatNobodyMayOpenAreNotAskedFor(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"https://forest.example/issuer":                    false,
		"https://forest.example:8443/issuer":               false,
		"http://forest.example/issuer":                     false, // for the fetcher to refuse
		"https://192.0.2.1/x":                              false, // for the fetcher as well
		"https://localhost/x":                              true,
		"https://LOCALHOST./x":                             true,
		"https://a.localhost/x":                            true,
		"https://127.0.0.1/x":                              true,
		"https://127.1/x":                                  true,
		"https://2130706433/x":                             true,
		"https://0x7f.0.0.1/x":                             true,
		"https://10.1.2.3/x":                               true,
		"https://192.168.1.1/x":                            true,
		"https://169.254.169.254/latest":                   true,
		"https://[::1]/x":                                  true,
		"https://[::ffff:127.0.0.1]/x":                     true,
		"https://[fe80::1%25eth0]/x":                       true,
		"https://[fd00:ec2::254]/x":                        true,
		"https://0.0.0.0/x":                                true,
		"https://intranet/x":                               true,
		"https://user@forest.example/x":                    true,
		"https://user:secret@forest.example/":              true,
		"ftp://forest.example/x":                           true,
		"file:///etc/passwd":                               true,
		"data:text/plain,x":                                true,
		"forest.example":                                   true,
		"":                                                 true,
		"https://":                                         true,
		"https://f.example/" + strings.Repeat("x", maxURL): true,
	} {
		if got := never(address); got != want {
			t.Errorf("%.60q: never %t, want %t", address, got, want)
		}
	}
}
