package employer_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// many writes open postings of three requirements each.
func (v *town) many(t testing.TB, n int) {
	t.Helper()
	skills := []string{v.Skill(t, "drive forklifts"), v.Skill(t, "keep safe"), v.Skill(t, "bake"), v.Skill(t, "weld")}
	now := v.Clock.Now()
	var postings []*db.Posting
	var requirements []*db.Requirement
	for i := range n {
		id := v.World.IDs.At("pst", now)
		postings = append(postings, &db.Posting{
			ID: id, CreatedAt: now, OpenedAt: now, UpdatedAt: now, EmployerID: []string{v.mill.ID, v.other.ID}[i%2], Title: fmt.Sprint("Work ", i),
			Language: "en", Status: enum.PostingOpen, Audience: enum.AudiencePublic, Revision: 1, PlaceID: &v.zip,
		})
		for at := range 3 {
			requirements = append(requirements, &db.Requirement{
				ID: v.World.IDs.At("req", now), PostingID: id, Position: at, Importance: enum.Required, Weight: 1 + i%7,
				SkillID: &skills[(i+at)%len(skills)], Level: uint8(i % 4),
			})
		}
	}
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		if err := store.Insert(ctx, tx, postings); err != nil {
			return err
		}
		return store.Insert(ctx, tx, requirements)
	})
}

// BenchmarkRecommended ranks 5,000 open postings for an earner, once they are compiled.
func BenchmarkRecommended(b *testing.B) {
	v := newTown(b)
	earner := v.Earner(b)
	v.Award(b, earner, v.forklift)
	v.many(b, 5_000)
	self := v.Self(b, earner)
	in := employer.RecommendedInput{Language: "en", Page: page.Args{First: 20}}
	world.Must(v.Recommended(self, in))(b)
	for b.Loop() {
		if found := world.Must(v.Recommended(self, in))(b); len(found.Items) != 20 {
			b.Fatalf("%d are recommended", len(found.Items))
		}
	}
}
