package keys

import (
	"fmt"
	"strings"
	"time"
)

// Method is a key in a document.
type Method struct {
	ID         string
	Type       string
	Controller string
	Key        Public
	KeyID      string // the kid of the JWK
	Expires    time.Time
	Revoked    time.Time
	Err        error // why Key is none
}

// same says whether two methods with one id say the same.
func (m Method) same(o Method) bool {
	return m.Key.Equal(o.Key) && m.Controller == o.Controller &&
		m.Expires.Equal(o.Expires) && m.Revoked.Equal(o.Revoked)
}

// reader collects what a document holds; the first error stays.
type reader struct {
	document *Document
	err      error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w document: "+format, append([]any{ErrMalformed}, args...)...)
	}
}

// list is a member's value as a list: one value may stand for itself.
func (r *reader) list(doc map[string]any, name string) []any {
	value, ok := doc[name]
	if !ok {
		return nil
	}
	values, ok := value.([]any)
	if !ok {
		values = []any{value}
	}
	if len(values) > maxMethods {
		r.fail("%d values of %s", len(values), name)
		return nil
	}
	return values
}

func (r *reader) texts(doc map[string]any, name string) []string {
	var texts []string
	for _, value := range r.list(doc, name) {
		text, ok := value.(string)
		if !ok {
			r.fail("%s is no text", name)
		}
		texts = append(texts, text)
	}
	return texts
}

// methods reads a list of methods, each there or by its id, and gives their ids.
func (r *reader) methods(doc map[string]any, name string) []string {
	var ids []string
	for _, value := range r.list(doc, name) {
		switch value := value.(type) {
		case string:
			ids = append(ids, r.absolute(value))
		case map[string]any:
			ids = append(ids, r.add(value))
		default:
			r.fail("%s is neither key nor id", name)
		}
	}
	return ids
}

// embedded reads the keys under the other relationships, which may be the only
// place where one that assertionMethod names is.
func (r *reader) embedded(doc map[string]any) {
	for _, name := range []string{"authentication", "capabilityInvocation", "capabilityDelegation"} {
		r.methods(doc, name)
	}
}

// absolute completes an id that is only a fragment.
func (r *reader) absolute(id string) string {
	if strings.HasPrefix(id, "#") {
		return r.document.ID + id
	}
	return id
}

// add reads one method and gives its id.
func (r *reader) add(value map[string]any) string {
	if len(r.document.Methods) == maxMethods {
		r.fail("more than %d keys", maxMethods)
		return ""
	}
	id, named := value["id"].(string)
	m := Method{ID: r.absolute(id), Type: typeOf(value)}
	m.Controller, _ = value["controller"].(string)
	if owner, ok := value["owner"].(string); ok && m.Controller == "" {
		m.Controller = owner // OB 2.0
	}
	m.Err = m.read(value)
	if m.Err == nil && !named {
		m.Err = fmt.Errorf("%w key: no id", ErrMalformed)
	}
	if m.Err != nil {
		m.Key = Public{}
	}
	r.document.Methods = append(r.document.Methods, m)
	return m.ID
}

// typeOf is the type of a method; OB 2.0 writes a list now and then.
func typeOf(value map[string]any) string {
	if list, ok := value["type"].([]any); ok && len(list) == 1 {
		text, _ := list[0].(string)
		return text
	}
	text, _ := value["type"].(string)
	return text
}

// materials are the members that hold a key, and secrets those that must not be
// there.
var (
	materials = []string{"publicKeyMultibase", "publicKeyJwk", "publicKeyBase58", "publicKeyPem", "publicKeyHex"}
	secrets   = []string{
		"secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase", "privateKeyJwk", "privateKeyBase58", "privateKeyPem", "privateKeyHex",
	}
)

// read fills in the key and its dates.
func (m *Method) read(value map[string]any) (err error) {
	for _, name := range secrets {
		if _, ok := value[name]; ok {
			return fmt.Errorf("%w: %q", ErrPrivate, name)
		}
	}
	if m.Expires, err = date(value, "expires"); err != nil {
		return err
	}
	if m.Revoked, err = date(value, "revoked"); err != nil {
		return err
	}
	material := ""
	for _, name := range materials {
		if _, ok := value[name]; !ok {
			continue
		}
		if material != "" {
			// Which of them counts would be the reader's choice.
			return fmt.Errorf("%w key: %s and %s", ErrMalformed, material, name)
		}
		material = name
	}
	if m.Key, err = m.material(value, material); err != nil {
		return err
	}
	return m.fits(material)
}

func (m *Method) material(value map[string]any, name string) (Public, error) {
	if name == "publicKeyJwk" {
		jwk, ok := value[name].(map[string]any)
		if !ok {
			return Public{}, fmt.Errorf("%w key: %s is no object", ErrMalformed, name)
		}
		m.KeyID, _ = jwk["kid"].(string)
		return ParseJWK(jwk)
	}
	text, ok := value[name].(string)
	if !ok {
		return Public{}, fmt.Errorf("%w key: no key in it", ErrMalformed)
	}
	switch name {
	case "publicKeyMultibase":
		return ParseMultikey(text)
	case "publicKeyBase58":
		return parseBase58(text)
	case "publicKeyPem":
		return ParsePEM(text)
	default:
		return Public{}, fmt.Errorf("%w key: %s", ErrUnsupported, name)
	}
}

// parseBase58 reads the 32 bytes of an Ed25519VerificationKey2018.
func parseBase58(text string) (Public, error) {
	key, err := decodeBase58("z"+text, maxMultikey)
	if err != nil {
		return Public{}, err
	}
	return newEd25519(key)
}

// forms says what a type of method holds: which member, and which algorithms
// ("" for any).
var forms = map[string]struct {
	material  []string
	algorithm Algorithm
}{
	"Multikey":                          {[]string{"publicKeyMultibase"}, ""},
	"JsonWebKey":                        {[]string{"publicKeyJwk"}, ""},
	"JsonWebKey2020":                    {[]string{"publicKeyJwk"}, ""},
	"Ed25519VerificationKey2020":        {[]string{"publicKeyMultibase", "publicKeyJwk"}, Ed25519},
	"Ed25519VerificationKey2018":        {[]string{"publicKeyBase58", "publicKeyJwk"}, Ed25519},
	"EcdsaSecp256r1VerificationKey2019": {[]string{"publicKeyMultibase", "publicKeyJwk"}, P256},
	"EcdsaSecp384r1VerificationKey2019": {[]string{"publicKeyMultibase", "publicKeyJwk"}, P384},
	"RsaVerificationKey2018":            {[]string{"publicKeyPem", "publicKeyJwk"}, RSA},
	"CryptographicKey":                  {[]string{"publicKeyPem"}, ""},
	"Key":                               {[]string{"publicKeyPem"}, ""},
}

// fits holds the key to what the method's type says.
func (m *Method) fits(material string) error {
	form, ok := forms[m.Type]
	if !ok {
		if material == "publicKeyPem" {
			return nil // OB 2.0 lets a profile's key go without a type
		}
		return fmt.Errorf("%w key: type %.80q", ErrUnsupported, m.Type)
	}
	for _, name := range form.material {
		if name == material && (form.algorithm == "" || form.algorithm == m.Key.algorithm) {
			return nil
		}
	}
	return fmt.Errorf("%w key: %s with %s of %s", ErrMalformed, m.Type, material, m.Key.algorithm)
}

func date(value map[string]any, name string) (time.Time, error) {
	written, ok := value[name]
	if !ok {
		return time.Time{}, nil
	}
	text, _ := written.(string)
	at, err := time.Parse(time.RFC3339, text)
	if err != nil || at.IsZero() { // which stands for no date at all
		return time.Time{}, fmt.Errorf("%w key: %s is no date", ErrMalformed, name)
	}
	return at, nil
}
