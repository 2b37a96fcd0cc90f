package audit

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/cohort"
	"github.com/stackmatch/stackmatch/ent/db/cohortmember"
	"github.com/stackmatch/stackmatch/ent/db/delegation"
	"github.com/stackmatch/stackmatch/ent/db/endorsement"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/recognition"
	"github.com/stackmatch/stackmatch/ent/db/roster"
	"github.com/stackmatch/stackmatch/ent/db/shortlistentry"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
)

// sight is what a viewer sees of a subject's trail.
type sight struct {
	kind   enum.SubjectKind
	record string
	// vague has days for instants, of whatever others did; vagueMembers of what
	// members did, vagueEarners of what earners did.
	vague, vagueMembers, vagueEarners bool
	// noEarners leaves out what other earners did.
	noEarners bool
}

func (v sight) where(ctx context.Context) []predicate.AuditEntry {
	where := []predicate.AuditEntry{auditentry.KindEQ(v.kind), auditentry.Subject(v.record)}
	if v.noEarners {
		where = append(where, auditentry.Or(auditentry.Actor(auth.From(ctx).Account), auditentry.Actor(""), auditentry.ActingNEQ("")))
	}
	return where
}

// seen says as what the viewer sees a subject's trail; false where they see none.
func (t *Trail) seen(ctx context.Context, subject string) (v sight, ok bool, err error) {
	viewer := auth.From(ctx)
	if viewer.Anonymous() {
		return v, false, nil
	}
	v.record = subject
	prefix := id.Prefix(subject)
	if prefix == id.Submission {
		return t.submission(ctx, subject)
	}
	find, known := finders[prefix]
	if !known {
		return v, false, nil
	}
	v.kind = find.kind
	if viewer.System {
		return v, true, nil
	}
	if find.served && auth.Can(ctx, auth.AdministerService) {
		return v, true, nil
	}
	v.noEarners, v.vagueEarners = prefix == id.Cohort && viewer.Organization() == "", viewer.Organization() != ""
	ok, err = find.concerns(ctx, t.DB, subject, viewer)
	if err != nil {
		return v, false, fmt.Errorf("look up the subject of a trail: %w", err)
	}
	return v, ok, nil
}

// submission is a submission's trail: as its earner, its issuer or an assessor of
// its sees it.
func (t *Trail) submission(ctx context.Context, subject string) (v sight, ok bool, err error) {
	if t.Submissions == nil {
		return v, false, nil
	}
	of, ok, err := t.Submissions.Audited(ctx, subject)
	if !ok || err != nil {
		return v, false, err
	}
	return sight{
		kind: enum.SubjectSubmission, record: of.Record,
		vague: of.Blind && of.Judge, vagueMembers: of.Blind && !of.Judge,
	}, true, nil
}

// finder finds out whether a subject of a kind concerns a viewer.
type finder struct {
	kind enum.SubjectKind
	// served subjects concern who runs the service.
	served   bool
	concerns func(ctx context.Context, client *db.Client, subject string, viewer auth.Viewer) (bool, error)
}

var finders = map[string]finder{
	id.Organization: {enum.SubjectOrganization, true, func(_ context.Context, _ *db.Client, subject string, viewer auth.Viewer) (bool, error) {
		return viewer.Organization() == subject, nil
	}},
	id.Account: {enum.SubjectAccount, true, func(_ context.Context, _ *db.Client, subject string, viewer auth.Viewer) (bool, error) {
		return viewer.Account == subject, nil
	}},
	id.Skill: {enum.SubjectSkill, true, func(context.Context, *db.Client, string, auth.Viewer) (bool, error) { return false, nil }},
	id.Earner: {enum.SubjectEarner, false, func(_ context.Context, _ *db.Client, subject string, viewer auth.Viewer) (bool, error) {
		return viewer.ActingEarner() == subject, nil
	}},
	id.Award:      {enum.SubjectAward, false, concernsAward},
	id.Enrollment: {enum.SubjectEnrollment, false, concernsEnrollment},
	id.Cohort:     {enum.SubjectCohort, false, concernsCohort},
	id.Stack: ours(enum.SubjectStack, func(client *db.Client, subject, organization string) query {
		return client.Stack.Query().Where(stack.ID(subject), stack.OwnerID(organization))
	}),
	id.Pathway: ours(enum.SubjectPathway, func(client *db.Client, subject, organization string) query {
		return client.Pathway.Query().Where(pathway.ID(subject), pathway.OwnerID(organization))
	}),
	id.Recognition: ours(enum.SubjectRecognition, func(client *db.Client, subject, organization string) query {
		return client.Recognition.Query().Where(recognition.ID(subject), recognition.OrganizationID(organization))
	}),
	id.Posting: ours(enum.SubjectPosting, func(client *db.Client, subject, organization string) query {
		return client.Posting.Query().Where(posting.ID(subject), posting.EmployerID(organization))
	}),
	id.ShortlistEntry: ours(enum.SubjectShortlist, func(client *db.Client, subject, organization string) query {
		return client.ShortlistEntry.Query().Where(shortlistentry.ID(subject), shortlistentry.OrganizationID(organization))
	}),
	id.Roster: ours(enum.SubjectRoster, func(client *db.Client, subject, organization string) query {
		return client.Roster.Query().Where(roster.ID(subject), roster.OrganizationID(organization))
	}),
	id.Delegation: ours(enum.SubjectDelegation, func(client *db.Client, subject, organization string) query {
		either := delegation.Or(delegation.IssuerID(organization), delegation.DelegateID(organization))
		return client.Delegation.Query().Where(delegation.ID(subject), either)
	}),
	id.Endorsement: ours(enum.SubjectEndorsement, func(client *db.Client, subject, organization string) query {
		either := endorsement.Or(endorsement.OrganizationID(organization), endorsement.SubjectID(organization))
		return client.Endorsement.Query().Where(endorsement.ID(subject), either)
	}),
	// A micro-credential's developer, and those who may award it.
	id.MicroCredential: ours(enum.SubjectMicroCredential, func(client *db.Client, subject, of string) query {
		either := microcredential.Or(microcredential.DeveloperID(of), microcredential.HasIssuersWith(organization.ID(of)))
		return client.MicroCredential.Query().Where(microcredential.ID(subject), either)
	}),
}

type query interface {
	Exist(ctx context.Context) (bool, error)
}

// ours finds what is an organization's: it concerns who acts for it, in any role.
func ours(kind enum.SubjectKind, find func(client *db.Client, subject, organization string) query) finder {
	return finder{kind: kind, concerns: func(ctx context.Context, client *db.Client, subject string, viewer auth.Viewer) (bool, error) {
		if viewer.Organization() == "" {
			return false, nil
		}
		return find(client, subject, viewer.Organization()).Exist(ctx)
	}}
}

// concernsAward: its earner, and who awards for its issuer or for whom it was
// awarded in the issuer's name.
func concernsAward(ctx context.Context, client *db.Client, subject string, viewer auth.Viewer) (bool, error) {
	var own predicate.Award
	switch {
	case auth.Can(ctx, auth.ViewOwnAwards):
		own = award.EarnerID(viewer.ActingEarner())
	case auth.Can(ctx, auth.ViewIssuedAwards):
		own = award.Or(award.IssuerID(viewer.Organization()), award.DelegateID(viewer.Organization()))
	default:
		return false, nil
	}
	return client.Award.Query().Where(award.ID(subject), own).Exist(ctx)
}

func concernsEnrollment(ctx context.Context, client *db.Client, subject string, viewer auth.Viewer) (bool, error) {
	var own predicate.Enrollment
	switch {
	case auth.Can(ctx, auth.Enroll):
		own = enrollment.EarnerID(viewer.ActingEarner())
	case auth.Can(ctx, auth.ViewIssuedAwards):
		own = enrollment.IssuerID(viewer.Organization())
	default:
		return false, nil
	}
	return client.Enrollment.Query().Where(enrollment.ID(subject), own).Exist(ctx)
}

// concernsCohort: its members, of what is not other members' doing, and who may
// run it.
func concernsCohort(ctx context.Context, client *db.Client, subject string, viewer auth.Viewer) (bool, error) {
	var own predicate.Cohort
	switch {
	case auth.Can(ctx, auth.JoinCohort):
		own = cohort.HasMembersWith(cohortmember.EarnerID(viewer.ActingEarner()))
	case auth.Can(ctx, auth.RunCohort):
		own = cohort.OrganizationID(viewer.Organization())
	default:
		return false, nil
	}
	return client.Cohort.Query().Where(cohort.ID(subject), own).Exist(ctx)
}

// memberships are those as which rows were written.
func (t *Trail) memberships(ctx context.Context, rows []*db.AuditEntry) (map[string]*db.Membership, error) {
	acting := make([]string, 0, len(rows))
	for _, row := range rows {
		if row.Acting != "" {
			acting = append(acting, row.Acting)
		}
	}
	found, err := t.DB.Membership.Query().Where(membership.IDIn(acting...)).WithOrganization().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load memberships: %w", err)
	}
	out := make(map[string]*db.Membership, len(found))
	for _, one := range found {
		out[one.ID] = one
	}
	return out, nil
}
