package issue_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

const jwtMethod = issuerDID + "#jwt-1"

func TestTokensRepeatWhatTheCredentialSays(t *testing.T) {
	t.Parallel()
	k := private(t, keys.P256, 2)
	document := must[map[string]any](t)(issue.Credential(award()))
	before := maps.Clone(document)
	token := must[jose.Token](t)(jose.Parse(must[string](t)(issue.JWT(document, jwtMethod, k))))
	if err := token.Verify(k.PublicKey()); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(map[string]any{"alg": "ES256", "kid": jwtMethod, "typ": "JWT"}, token.Header); diff != "" {
		t.Errorf("header (-want +got)\n%s", diff)
	}
	want := map[string]any{
		"iss": issuerDID, "sub": "urn:uuid:0192f3a4-0000-7000-8000-000000000001",
		"jti": "urn:uuid:0192f3a4-5b6c-7d8e-8f90-a1b2c3d4e5f6",
		"nbf": json.Number("1791210600"), "exp": json.Number("1885905000"),
	}
	maps.Copy(want, document)
	if diff := cmp.Diff(want, must[map[string]any](t)(strictjson.Object(token.Payload))); diff != "" {
		t.Errorf("payload (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(before, document); diff != "" {
		t.Errorf("the credential changed (-before +after)\n%s", diff)
	}
}

func TestTokensNeedASubject(t *testing.T) {
	t.Parallel()
	k := private(t, keys.P256, 2)
	a := award()
	a.SubjectID = ""
	_, err := issue.JWT(must[map[string]any](t)(issue.Credential(a)), jwtMethod, k)
	if err == nil || !strings.Contains(err.Error(), "credentialSubject.id is empty") {
		t.Errorf("got %v", err)
	}
}

func TestTokensAreOfCredentialsOnly(t *testing.T) {
	t.Parallel()
	k := private(t, keys.P256, 2)
	for _, change := range []func(map[string]any){
		func(d map[string]any) { delete(d, "issuer") },
		func(d map[string]any) { delete(d, "id") },
		func(d map[string]any) { d["validFrom"] = "today" },
		func(d map[string]any) { d["validFrom"] = "2026-10-05T14:30:00.5Z" },
		func(d map[string]any) { d["validUntil"] = true },
	} {
		document := must[map[string]any](t)(issue.Credential(award()))
		change(document)
		if token, err := issue.JWT(document, jwtMethod, k); err == nil {
			t.Errorf("got %s", token)
		}
	}
}
