package credential

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/account"
	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/roster"
)

// faulty is a row's fault as an error: it is recorded, and ends nothing else.
type faulty struct{ code roster.Code }

func (f faulty) Error() string { return "row: " + string(f.code) }

// codeOf is the code of a row's fault; false for any other error.
func codeOf(err error) (roster.Code, bool) {
	var f faulty
	if errors.As(err, &f) {
		return f.code, true
	}
	return "", false
}

// finder finds what the rows of one roster name.
type finder struct {
	service *Service
	by      awarder
	// awardable are the issuer's micro-credentials with their versions, oldest first.
	awardable []*db.MicroCredential
	may       map[string]bool // what a delegate may award
	versions  map[string]*db.MicroCredentialVersion
}

func (s *Service) finder(ctx context.Context, by awarder) (*finder, error) {
	rows, err := s.DB.MicroCredential.Query().Where(
		microcredential.StatusEQ(enum.Published), microcredential.CurrentVersionIDNotNil(),
		microcredential.HasIssuersWith(organization.ID(by.issuer)),
	).WithVersions(func(q *db.MicroCredentialVersionQuery) {
		q.Select(microcredentialversion.FieldID, microcredentialversion.FieldMicroCredentialID, microcredentialversion.FieldNumber,
			microcredentialversion.FieldTitle, microcredentialversion.FieldPublishedAt).Order(microcredentialversion.ByNumber())
	}).Order(microcredential.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load micro-credentials: %w", err)
	}
	return &finder{service: s, by: by, awardable: rows, may: map[string]bool{}, versions: map[string]*db.MicroCredentialVersion{}}, nil
}

// version is the version, of what a row names, that was current on its day: before
// the first was published here, it is the first.
func (f *finder) version(ctx context.Context, row roster.Row) (*db.MicroCredentialVersion, error) {
	of, err := f.microCredential(row.MicroCredential)
	if err != nil {
		return nil, err
	}
	if err := f.checkMay(ctx, of.ID); err != nil {
		return nil, err
	}
	if len(of.Edges.Versions) == 0 {
		return nil, faulty{roster.MicroCredentialUnknown}
	}
	on := of.Edges.Versions[0]
	for _, v := range of.Edges.Versions {
		if v.PublishedAt.Before(row.EarnedOn.AddDate(0, 0, 1)) {
			on = v
		}
	}
	if f.versions[on.ID] == nil {
		found, err := versions(ctx, f.service.DB, on.ID)
		if err != nil {
			return nil, err
		}
		f.versions[on.ID] = found[on.ID]
	}
	return f.versions[on.ID], nil
}

// microCredential finds one by its id, its URI, or its exact title in any language.
func (f *finder) microCredential(named string) (*db.MicroCredential, error) {
	var found []*db.MicroCredential
	for _, row := range f.awardable {
		if row.ID == named || (row.URI != nil && *row.URI == named) {
			return row, nil
		}
		for _, v := range row.Edges.Versions {
			if v.ID == *row.CurrentVersionID && slices.Contains(titles(v), named) {
				found = append(found, row)
			}
		}
	}
	switch len(found) {
	case 0:
		return nil, faulty{roster.MicroCredentialUnknown}
	case 1:
		return found[0], nil
	}
	return nil, faulty{roster.MicroCredentialAmbiguous}
}

func titles(v *db.MicroCredentialVersion) []string {
	var out []string
	for _, language := range v.Title.Languages() {
		out = append(out, v.Title[language])
	}
	return out
}

// checkMay wants what the issuer lets a delegate award.
func (f *finder) checkMay(ctx context.Context, microCredential string) error {
	if f.by.delegate() == nil {
		return nil
	}
	may, known := f.may[microCredential]
	if !known {
		var err error
		if may, err = f.service.delegated(ctx, f.by, enum.DelegateAward, microCredential); err != nil {
			return err
		}
		f.may[microCredential] = may
	}
	if !may {
		return faulty{roster.MicroCredentialUnknown}
	}
	return nil
}

// recipient is the earner that a row names by id or by a verified address, if they
// can be reached; empty for somebody who has no record here.
func (f *finder) recipient(ctx context.Context, row roster.Row) (string, error) {
	if row.Recipient == "" {
		return "", nil
	}
	who := row.Recipient
	if id.Prefix(who) != id.Earner {
		var err error
		who, err = f.service.DB.Earner.Query().Where(earner.ErasedAtIsNil(), earner.HasAccountWith(
			account.ErasedAtIsNil(), account.HasAddressesWith(
				address.KindEQ(enum.AddressEmail), address.Value(strings.ToLower(row.Recipient)), address.VerifiedAtNotNil()),
		)).OnlyID(ctx)
		if db.IsNotFound(err) {
			return "", faulty{roster.RecipientUnknown}
		}
		if err != nil {
			return "", fmt.Errorf("look up recipient: %w", err)
		}
	}
	is, err := f.service.reachable(ctx, f.by, who)
	if err == nil && !is {
		err = faulty{roster.RecipientUnknown}
	}
	return who, err
}

// placing is the award that a row asks for.
func (f *finder) placing(ctx context.Context, row roster.Row) (placing, error) {
	p := placing{by: f.by}
	if row.Fault != nil {
		return p, faulty{row.Fault.Code}
	}
	now := f.service.Now()
	var err error
	if p.of, err = f.version(ctx, row); err != nil {
		return p, err
	}
	if p.Earner, err = f.recipient(ctx, row); err != nil {
		return p, err
	}
	if row.EarnedOn.After(now) {
		return p, faulty{roster.EarnedAhead}
	}
	p.MicroCredential, p.EarnedAt = p.of.MicroCredentialID, &row.EarnedOn
	if row.ExpiresOn != nil {
		after := row.ExpiresOn.Add(24 * time.Hour) // the last day is one of those on which it holds
		p.ExpiresAt = &after
	}
	if p.Earner == "" {
		p.unclaimed = &UnclaimedInput{Name: row.Name, Reference: row.Reference}
		if p.unclaimed.check() != nil {
			return p, faulty{roster.TextTooLong}
		}
	}
	if p.Results, err = resultsOf(row, p.of); err != nil {
		return p, err
	}
	if p.check(now) != nil || p.checkAgainst(p.of, now) != nil {
		return p, faulty{roster.ResultsInvalid} // all else was looked at
	}
	return p, nil
}

// resultsOf are a row's levels and results.
func resultsOf(row roster.Row, of *db.MicroCredentialVersion) ([]ResultInput, error) {
	var out []ResultInput
	seen := map[string]bool{}
	for _, l := range row.Levels {
		at := slices.IndexFunc(asserted(of), func(c competency) bool { return called(c.skill, l.Skill) })
		if at < 0 || seen[asserted(of)[at].skill.ID] {
			return nil, faulty{roster.SkillUnknown}
		}
		skill := asserted(of)[at].skill.ID
		seen[skill] = true
		out = append(out, ResultInput{Skill: &skill, Level: &l.Level})
	}
	for _, r := range row.Results {
		out = append(out, ResultInput{Name: &r.Name, Value: &r.Value})
	}
	return out, nil
}

// called tells whether a skill is named so: by its id, its URI, or a label.
func called(of *db.Skill, name string) bool {
	if of.ID == name || of.URI == name || strings.EqualFold(of.Name, name) {
		return true
	}
	return slices.ContainsFunc(of.Edges.Labels, func(l *db.SkillLabel) bool { return strings.EqualFold(l.Text, name) })
}
