package credential

import (
	"cmp"
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/block"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/claimcode"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// awarder is who awards: an issuer, or a delegate in its name.
type awarder struct {
	// organization acts, issuer is whose award it is: mostly the same.
	organization, issuer string
}

// awarderOf is the viewer's organization, in the name of an issuer where one is given.
// The system, which acts for no organization, always acts for the issuer itself.
func awarderOf(ctx context.Context, onBehalfOf *string) awarder {
	by := awarder{organization: auth.From(ctx).Organization()}
	if by.issuer = by.organization; onBehalfOf != nil {
		by.issuer = *onBehalfOf
	}
	if auth.From(ctx).System {
		by.organization = by.issuer
	}
	return by
}

// delegate is who awards in the issuer's name; nil for the issuer itself.
func (a awarder) delegate() *string {
	if a.organization == a.issuer {
		return nil
	}
	return &a.organization
}

// awardable is the current version of a micro-credential that somebody may award.
func (s *Service) awardable(ctx context.Context, by awarder, microCredential string) (*db.MicroCredentialVersion, error) {
	row, err := s.DB.MicroCredential.Query().Where(
		microcredential.ID(microCredential), microcredential.StatusEQ(enum.Published), microcredential.CurrentVersionIDNotNil(),
		microcredential.HasIssuersWith(organization.ID(by.issuer)),
	).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("load micro-credential: %w", err)
	}
	may := err == nil
	if may && by.delegate() != nil {
		if may, err = s.delegated(ctx, by, enum.DelegateAward, microCredential); err != nil {
			return nil, err
		}
	}
	if !may {
		return nil, problem.New(problem.NotFound, "there is no micro-credential %q that your organization may award", microCredential).
			Spanish("no hay ninguna microcredencial %q que su organización pueda otorgar", microCredential).At("microCredential")
	}
	found, err := versions(ctx, s.DB, *row.CurrentVersionID)
	if err != nil {
		return nil, err
	}
	return found[*row.CurrentVersionID], nil
}

// checkReachable wants an earner who lets the organization that acts see them, or
// whom it has given an award before, be it in another's name.
func (s *Service) checkReachable(ctx context.Context, by awarder, earnerID string) error {
	is, err := s.reachable(ctx, by, earnerID)
	if err != nil {
		return err
	}
	if !is {
		return problem.New(problem.NotFound, "there is no earner %q who has opened their record to your organization", earnerID).
			Spanish("no hay ninguna persona %q que haya abierto su expediente a su organización", earnerID).At("earner")
	}
	return nil
}

func (s *Service) reachable(ctx context.Context, by awarder, earnerID string) (bool, error) {
	given := award.Or(award.IssuerID(by.organization), award.DelegateID(by.organization))
	is, err := s.DB.Earner.Query().Where(
		earner.ID(earnerID), earner.ErasedAtIsNil(),
		earner.Not(earner.HasBlocksWith(block.OrganizationIDIn(by.organization, by.issuer))),
		earner.Or(
			earner.HasGrantsWith(dossier.GrantTo(by.organization, auth.From(ctx).Account, consent.Coaching, s.Now())),
			earner.HasAwardsWith(given, award.SourceIn(enum.SourceIssued, enum.SourceRecorded)),
		),
	).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("look up earner: %w", err)
	}
	return is, nil
}

// placing is an award that is to be written: to its Earner or, where that is empty,
// to somebody who has no record here.
type placing struct {
	IssueAwardInput

	of        *db.MicroCredentialVersion
	by        awarder
	unclaimed *UnclaimedInput
	code      string
	renews    *string
	recorded  bool
	action    audit.Action // by default award.issue
	// ofStack says that completing a stack awards it, which follows what comes of it.
	ofStack bool
}

// place writes an award with what it rests on. It asks for nothing: that the award
// may be made has been asked.
func (s *Service) place(ctx context.Context, tx *db.Client, p placing) (*db.Award, error) {
	row := s.placed(p)
	pairs := p.pairs(row.ID, p.of)
	row.OwnPairs = pairs != nil
	if err := store.Insert(ctx, tx, []*db.Award{row}); err != nil {
		return nil, fmt.Errorf("write award: %w", err)
	}
	if err := store.Insert(ctx, tx, pairs); err != nil {
		return nil, fmt.Errorf("write competencies of award: %w", err)
	}
	if err := s.keepWhatItRestsOn(ctx, tx, row, p); err != nil {
		return nil, err
	}
	if err := audit.Write(ctx, tx, s.Now(), cmp.Or(p.action, "award.issue"), enum.SubjectAward, row.ID); err != nil {
		return nil, err
	}
	if err := s.tell(ctx, tx, row, enum.NoticeAwardReceived); err != nil {
		return nil, err
	}
	made, err := loadAward(ctx, tx, row.ID)
	if err != nil || p.ofStack {
		return made, err
	}
	return made, s.followStacks(ctx, tx, made)
}

// tell tells the earner of an award, where it is anybody's yet.
func (s *Service) tell(ctx context.Context, tx *db.Client, row *db.Award, kind enum.NoticeKind) error {
	if row.EarnerID == nil {
		return nil
	}
	return s.Post.TellEarner(ctx, tx, *row.EarnerID, inbox.Notice{Kind: kind, Subject: row.ID, About: row.IssuerID})
}

// placed is the award's record.
func (s *Service) placed(p placing) *db.Award {
	now := s.Now()
	earned, expires := p.dates(p.of, now)
	row := &db.Award{
		ID: s.IDs.At(id.Award, earned), CreatedAt: now, VersionID: p.of.ID, MicroCredentialID: p.of.MicroCredentialID,
		IssuerID: p.by.issuer, DelegateID: p.by.delegate(), RenewsID: p.renews,
		Source: enum.SourceIssued, Status: enum.AwardActive, Verification: enum.Verified, VerifiedAt: &now,
		EarnedAt: earned, ExpiresAt: expires, Shown: true,
	}
	if p.recorded {
		row.Source = enum.SourceRecorded
	} else {
		uri := urnOf(row.ID)
		row.URI = &uri
	}
	if p.unclaimed == nil {
		row.EarnerID = &p.Earner
	} else {
		hash := claimcode.Hash(p.code)
		row.ClaimCodeHash = &hash
	}
	return row
}

// keepWhatItRestsOn seals an award's detail under its earner's key or, until it is
// claimed, under the service's.
func (s *Service) keepWhatItRestsOn(ctx context.Context, tx *db.Client, row *db.Award, p placing) error {
	detail := p.detail(p.of)
	if p.unclaimed != nil {
		return s.keepUnclaimed(ctx, tx, row.ID, *p.unclaimed, detail)
	}
	if detail.empty() {
		return nil
	}
	if _, err := s.Vault.ForEarner(ctx, tx, p.Earner); err != nil {
		return err
	}
	return s.keepDetail(ctx, tx, p.Earner, row.ID, detail)
}
