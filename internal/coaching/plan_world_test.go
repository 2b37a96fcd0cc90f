package coaching_test

import (
	"context"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// school is an office beside a college whose courses prove what a mill asks for.
type school struct {
	*office
	college, mill *db.Organization
	near, far     string
}

func newSchool(t testing.TB) *school {
	t.Helper()
	v := &school{office: newOffice(t)}
	county := v.Place(t, enum.PlaceCounty, "13051", 32.08, -81.09, "")
	v.near = v.Place(t, enum.PlaceZIP, "31401", 32.07, -81.09, county)
	v.far = v.Place(t, enum.PlaceZIP, "30301", 33.75, -84.39, "")
	v.college = v.Organization(t, "College", &v.near, enum.OrgCollege)
	v.mill = v.Organization(t, "Mill", &v.near, enum.OrgEmployer)
	return v
}

// course publishes a micro-credential that proves skills, with a length and a price.
func (v *school) course(t testing.TB, title string, minutes int, cents int64, edit func(*catalog.VersionInput), skills ...string) *db.MicroCredential {
	t.Helper()
	in := catalog.VersionInput{
		Title: text.EnEs(title, title+" (es)"), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline},
		EffortMinutes: &minutes, Price: &catalog.Price{Cents: cents, Currency: "USD"},
	}
	for _, label := range skills {
		in.Competencies = append(in.Competencies, catalog.CompetencyInput{Skill: v.Skill(t, label)})
	}
	if edit != nil {
		edit(&in)
	}
	return world.Must(v.Catalog.PublishMicroCredential(v.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: v.college.ID, Issuers: []string{v.college.ID}, Version: in,
	}))(t)
}

// offer adds an offering of a micro-credential.
func (v *school) offer(t testing.TB, of *db.MicroCredential, edit func(*catalog.OfferingInput)) *db.Offering {
	t.Helper()
	in := catalog.OfferingInput{MicroCredential: of.ID, Provider: v.college.ID, Delivery: enum.DeliveryOnline, Language: "en"}
	edit(&in)
	return world.Must(v.Catalog.AddOffering(v.Ctx, in))(t)
}

// needs has a version ask for others first.
func needs(all ...*db.MicroCredential) func(*catalog.VersionInput) {
	return func(in *catalog.VersionInput) {
		for _, one := range all {
			in.Prerequisites = append(in.Prerequisites, catalog.PrerequisiteInput{MicroCredential: one.ID})
		}
	}
}

// lives registers Ada, who lives near the college, and lets the board coach them.
func (v *school) lives(t testing.TB) string {
	t.Helper()
	return v.Earner(t, func(e *account.NewEarner) {
		e.Name, e.Place = "Ada", v.near
		e.Grants = []consent.Grant{{Organization: v.board.ID, Purpose: consent.Coaching, Fields: consent.Coaching.MayOpen()}}
	})
}

func (v *school) titles(t testing.TB, p *coaching.Plan) (out []string) {
	t.Helper()
	if p == nil {
		return nil
	}
	for _, step := range p.Steps {
		out = append(out, v.title(t, step.MicroCredential))
	}
	return out
}

func (v *school) title(t testing.TB, id string) string {
	t.Helper()
	return world.Must(v.DB().MicroCredential.Get(v.Ctx, id))(t).Name
}

func (v *school) revoke(t testing.TB, award string) {
	t.Helper()
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Award.UpdateOneID(award).SetStatus(enum.AwardRevoked).SetRevokedAt(v.Clock.Now()).Exec(ctx)
	})
}

func dayAfter(now time.Time, days int) *time.Time {
	at := now.UTC().Truncate(day).AddDate(0, 0, days)
	return &at
}

// account opens an account without a role.
func (v *school) account(t testing.TB) string {
	t.Helper()
	return world.Must(v.Accounts.Open(v.Ctx, account.NewAccount{Name: "Ada"}))(t).ID
}
