package issue_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/stackmatch/stackmatch/internal/badge/issue"
)

// vectors is where the test data of others is, which may be absent.
func vectors(t testing.TB, path ...string) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", "..", "..", "..", "shared", "vectors"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(append([]string{root}, path...)...)
	if _, err := os.Stat(file); err != nil {
		t.Skipf("no test vectors beside the repository: %v", err)
	}
	return file
}

func badgeSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	content := must[[]byte](t)(os.ReadFile(vectors(t, "schemas", "ob_v3p0_achievementcredential_schema.json")))
	const address = "https://schemas.example.org/badge.json"
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(address, must[any](t)(jsonschema.UnmarshalJSON(bytes.NewReader(content)))); err != nil {
		t.Fatal(err)
	}
	return must[*jsonschema.Schema](t)(c.Compile(address))
}

// asRead is the document as a reader sees it.
func asRead(t testing.TB, document []byte) any {
	t.Helper()
	return must[any](t)(jsonschema.UnmarshalJSON(bytes.NewReader(document)))
}

func TestCredentialsFollowTheSchemaOfOpenBadges(t *testing.T) {
	t.Parallel()
	schema := badgeSchema(t)
	unnamed := award()
	unnamed.SubjectID = ""
	for name, a := range map[string]issue.Award{
		"all that can be said": award(), "the least": smallest(), "with a schema": withSchema(), "no subject id": unnamed,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := must[map[string]any](t)(issue.Credential(a))
			if err := schema.Validate(asRead(t, must[[]byte](t)(issue.Encode(document)))); err != nil {
				t.Errorf("%#v", err)
			}
		})
	}
}

// The data model underneath takes several entries, the schema of Open Badges
// one. Everything else has to follow it all the same.
func TestOnlyTheSecondStatusEntryLeavesTheSchema(t *testing.T) {
	t.Parallel()
	document := must[map[string]any](t)(issue.Credential(suspendable()))
	err := badgeSchema(t).Validate(asRead(t, must[[]byte](t)(issue.Encode(document))))
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		t.Fatalf("got %v, want a ValidationError", err)
	}
	for _, cause := range invalid.Causes {
		if at := strings.Join(cause.InstanceLocation, "/"); at != "credentialStatus" {
			t.Errorf("%s: %v", at, cause)
		}
	}
}
