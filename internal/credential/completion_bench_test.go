package credential_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// BenchmarkFollowing suspends and reinstates a part of a thousand stacks, of a hundred
// parts each, of which the earner holds ten.
func BenchmarkFollowing(b *testing.B) {
	w := world.New(b)
	college := w.Organization(b, "College", nil, enum.OrgIssuer)
	var rule matching.Rule
	var parts []*db.MicroCredential
	rule.Op = matching.OpAllOf
	for i := range 100 {
		parts = append(parts, w.MicroCredential(b, college, fmt.Sprintf("Part %d", i), nil))
		rule.Of = append(rule.Of, matching.Rule{Op: matching.OpPart, Credential: parts[i].ID})
	}
	for i := range 1_000 {
		world.Must(w.Catalog.PublishStack(w.Ctx, catalog.StackInput{
			Owner: college.ID, Version: catalog.StackVersionInput{Title: text.En(fmt.Sprintf("Stack %d", i)), Rule: rule},
		}))(b)
	}
	earner := w.Earner(b)
	for i := range 10 {
		w.Award(b, earner, parts[i])
	}
	made := w.Award(b, earner, parts[10])
	ctx := w.Member(b, "ISSUER", college)
	for b.Loop() {
		suspendAndReinstate(ctx, b, w, made)
	}
}

func suspendAndReinstate(ctx context.Context, b *testing.B, w *world.World, award string) {
	b.Helper()
	world.Must(w.Credentials.Suspend(ctx, credential.SuspendAwardInput{ID: award, Reason: "for a moment"}))(b)
	world.Must(w.Credentials.Reinstate(ctx, credential.ReinstateAwardInput{ID: award, Reason: "it holds"}))(b)
}
