package audit

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
)

// Trail reads the trail for those whom it concerns.
type Trail struct {
	DB      *db.Client
	Cursors *page.Sealer
	// Submissions says who sees which submission; nil: nobody sees any.
	Submissions Submissions
}

// Submissions is what the trail asks of who keeps submissions, which assessors know
// by ids of their own.
type Submissions interface {
	// Audited gives a submission as the viewer may see it, false where they may not.
	Audited(ctx context.Context, id string) (Audited, bool, error)
}

// Audited is a submission as one viewer may see it.
type Audited struct {
	// Record is the id under which the trail has it.
	Record string
	// Judge tells that the viewer may only see it as somebody who is to judge it.
	Judge bool
	// Blind tells that neither side of the judgement is to know the other.
	Blind bool
}

// Entry is a step: who did what when.
type Entry struct {
	// ID is the viewer's own name for it.
	ID string
	// At is the instant, or the first of its day where Exact is false.
	At     time.Time
	Exact  bool
	Action Action
	Actor  Actor
}

// ActorKind is who somebody is to the viewer.
type ActorKind string

// The kinds of actor.
const (
	// ActorSelf is the viewer.
	ActorSelf ActorKind = "SELF"
	// ActorEarner acts for themselves, and is nobody's member.
	ActorEarner ActorKind = "EARNER"
	// ActorMember acts for an organization.
	ActorMember ActorKind = "MEMBER"
	// ActorService runs the portal.
	ActorService ActorKind = "SERVICE"
	// ActorSystem is the portal itself.
	ActorSystem ActorKind = "SYSTEM"
)

// Values lists the kinds.
func (ActorKind) Values() []string {
	return []string{string(ActorSelf), string(ActorEarner), string(ActorMember), string(ActorService), string(ActorSystem)}
}

// Actor is who did something, as far as the viewer is told: never by name, nor by
// an id of their own.
type Actor struct {
	Kind ActorKind
	// Account is the viewer's own, where it was they; else empty.
	Account string
	// Organization and Role are those that a member acted in; empty for all others,
	// and where the membership is gone.
	Organization string
	Role         auth.Role
}

// Of lists the steps of a subject, newest first, to those whom it concerns: an
// earner their own record, awards, enrollments, submissions and cohorts; an
// organization's members what is theirs, in the roles that work on it; everybody
// their own account; who runs the service organizations, skills and accounts. To
// everybody else the subject has no steps, as one that does not exist.
func (t *Trail) Of(ctx context.Context, subject string, args page.Args) (page.Page[*Entry], error) {
	none := page.Page[*Entry]{}
	if err := args.Check(); err != nil {
		return none, err
	}
	scope := auth.From(ctx).Key() + " trail of " + subject
	before, err := t.position(scope, args.After)
	if err != nil {
		return none, err
	}
	seen, ok, err := t.seen(ctx, subject)
	if !ok || err != nil {
		return none, err
	}
	rows, err := t.DB.AuditEntry.Query().Where(append(seen.where(ctx), before...)...).
		Order(db.Desc(auditentry.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("read the audit trail: %w", err)
	}
	actors, err := t.actors(ctx, rows)
	if err != nil {
		return none, err
	}
	found := page.Cut(rows, args, t.Cursors, scope, func(row *db.AuditEntry) []string { return []string{strconv.FormatInt(row.ID, 10)} })
	return page.Map(found, func(row *db.AuditEntry) *Entry { return t.entry(scope, seen, row, actors[row.ID]) }), nil
}

func (t *Trail) position(scope, after string) ([]predicate.AuditEntry, error) {
	if after == "" {
		return nil, nil
	}
	at, err := t.Cursors.OpenPosition(scope, after, 1)
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(at[0], 10, 64)
	if err != nil {
		return nil, fmt.Errorf("read cursor: %w", err)
	}
	return []predicate.AuditEntry{auditentry.IDLT(id)}, nil
}

func (t *Trail) entry(scope string, seen sight, row *db.AuditEntry, by Actor) *Entry {
	e := &Entry{
		ID: "aud_" + t.Cursors.Seal(scope, []byte(strconv.FormatInt(row.ID, 10))),
		At: row.At, Exact: true, Action: Action(row.Action), Actor: by,
	}
	// When somebody works tells who they are to one who knows them.
	// An award, and the stack that it completes, say it of who judged what led to them.
	judged := by.Kind == ActorMember && by.Role == auth.Assessor && seen.kind != enum.SubjectSubmission
	if judged || seen.vague && by.Kind != ActorSelf || seen.vagueMembers && by.Kind == ActorMember || seen.vagueEarners && by.Kind == ActorEarner {
		year, month, day := row.At.UTC().Date()
		e.At, e.Exact = time.Date(year, month, day, 0, 0, 0, 0, time.UTC), false
	}
	return e
}

// actors says of each row who it was.
func (t *Trail) actors(ctx context.Context, rows []*db.AuditEntry) (map[int64]Actor, error) {
	members, err := t.memberships(ctx, rows)
	if err != nil {
		return nil, err
	}
	viewer := auth.From(ctx)
	out := make(map[int64]Actor, len(rows))
	for _, row := range rows {
		by := Actor{}
		member := members[row.Acting]
		if member != nil {
			by.Organization, by.Role = member.OrganizationID, auth.Role(member.Role)
		}
		switch {
		case row.Actor == "":
			by.Kind = ActorSystem
		case row.Actor == viewer.Account:
			by.Kind, by.Account = ActorSelf, row.Actor
		case row.Acting == "":
			by.Kind = ActorEarner
		case member != nil && runsService(member.Edges.Organization) && member.OrganizationID != viewer.Organization():
			by = Actor{Kind: ActorService}
		default:
			by.Kind = ActorMember
		}
		out[row.ID] = by
	}
	return out, nil
}

func runsService(o *db.Organization) bool {
	return slices.Contains(o.Kinds, enum.OrgService)
}
