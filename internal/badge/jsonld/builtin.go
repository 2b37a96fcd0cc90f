package jsonld

import (
	"embed"
	"fmt"
	"sync"
)

//go:embed contexts/*.json
var files embed.FS

// pin is a context that is built in. The bytes come with the program; the hash
// is in the code so that a change of a file is seen by whoever reviews it.
type pin struct{ url, file, sum string }

// pins lists what is built in; the order of two with one URL is theirs.
var pins = []pin{
	{"https://www.w3.org/ns/credentials/v2", "credentials-v2.json", "8a9f494a89ecc51db093e90e84713e07e84d6d9204364a9b3c7868b21751236f"},
	{"https://www.w3.org/2018/credentials/v1", "credentials-v1.json", "00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8"},
	{"https://w3id.org/security/data-integrity/v1", "data-integrity-v1.json", "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554"},
	{"https://w3id.org/security/data-integrity/v2", "data-integrity-v2.json", "0f77743daf5b4e8fc067fc5ba5b21044283053aa717fc6b0219843bed3b00363"},
	{"https://w3id.org/security/multikey/v1", "multikey-v1.json", "c5f3806f8286920573221938917988a18a4cc5a09e968d29649613c7a1c2b1f6"},
	{"https://w3id.org/security/jwk/v1", "jwk-v1.json", "0f14b62f6071aafe00df265770ea0c7508e118247d79b7d861a406d2aa00bece"},
	{"https://www.w3.org/ns/did/v1", "did-v1.json", "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f"},
	{"https://w3id.org/security/suites/ed25519-2020/v1", "ed25519-2020-v1.json", "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588"},
	{"https://w3id.org/security/suites/ed25519-2018/v1", "ed25519-2018-v1.json", "166c6abb9e08176cee5f6c87c9c1bbfefa5717da391bcac525e5437f93eab809"},
	{"https://w3id.org/security/suites/jws-2020/v1", "jws-2020-v1.json", "d648e05ddc6577827ca2bfd5e931f53e9ebc6e52a57a8da81df4ec8c46ffcd1e"},
	{"https://www.w3.org/ns/credentials/status/v1", "credentials-status-v1.json", "fd08cbf28ddd829ab2f1978c48f43ab07a112c1c90245a0cfac7ba721c65170c"},
	{"https://w3id.org/vc/status-list/2021/v1", "status-list-2021-v1.json", "634d71c159289f068c96012e4511c657fdf82ac4231900081bda3ba24e2e1160"},
	{"https://purl.imsglobal.org/spec/ob/v3p0/context.json", "ob-v3p0.json", "9f1c8f9f361ba2994b9b50701f41149919542c50c7b7455b2846d87959295d72"},
	{"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json", "ob-v3p0-3.0.1.json", "af095468326d3449160509b26ca71576e6321d13c85b0369cfe3b654c9a48fba"},
	{"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", "ob-v3p0-3.0.2.json", "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53"},
	{"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "ob-v3p0-3.0.3.json", "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761"},
	{"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "ob-v3p0-3.0.3.validator-2026-06.json", "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"},
	{"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", "ob-v3p0-extensions.json", "2d013f981d1f4516081a6a04e55468ba2b071d4153b794f19a79715c45a89a5e"},
	{"https://purl.imsglobal.org/spec/clr/v2p0/context.json", "clr-v2p0.json", "e198d7b517d74c5036434ce495086f67b10244709e9a3df9dcb7f8b1579b6167"},
	{"https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", "clr-v2p0-2.0.1.json", "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6"},
	{"https://w3id.org/dcc/v1", "dcc-v1.json", "1543695325471b0d23e839a28166ba4ea445cca294ac46fe034ca584cbfc6077"},
}

// Builtin returns the contexts that come with the program, parsed once.
func Builtin() *Contexts { return builtin() }

var builtin = sync.OnceValue(func() *Contexts {
	contexts, err := readPins()
	if err != nil {
		// The files are in the program: a test of it fails before anyone sees
		// this, and a program without contexts accepts no document.
		return newContexts(nil, false)
	}
	return contexts
})

func readPins() (*Contexts, error) {
	contents := map[string][]content{}
	for _, p := range pins {
		text, err := files.ReadFile("contexts/" + p.file)
		if err != nil {
			return nil, err
		}
		read, err := readContext(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.file, err)
		}
		if read.sum != p.sum {
			return nil, fmt.Errorf("%s is not the content that is pinned", p.file)
		}
		contents[p.url] = append(contents[p.url], read)
	}
	return newContexts(contents, false), nil
}
