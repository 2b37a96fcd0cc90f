package credential

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/endorsement"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// EndorsementFilter says what must be endorsed, or by whom; members given together
// must all hold.
type EndorsementFilter struct{ MicroCredential, Subject, By *string }

// EndorsementsByID gives the endorsements that stand, and withdrawn ones to who
// made them.
func (s *Service) EndorsementsByID(ctx context.Context, ids []string) (map[string]*db.Endorsement, error) {
	rows, err := s.DB.Endorsement.Query().Where(endorsement.IDIn(ids...), endorsement.Or(
		endorsement.WithdrawnAtIsNil(), endorsement.OrganizationID(auth.From(ctx).Organization()),
	)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load endorsements: %w", err)
	}
	out := make(map[string]*db.Endorsement, len(rows))
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, nil
}

// Endorsements lists the endorsements that stand, newest first.
func (s *Service) Endorsements(ctx context.Context, filter EndorsementFilter, args page.Args) (page.Page[*db.Endorsement], error) {
	none := page.Page[*db.Endorsement]{}
	if err := args.Check(); err != nil {
		return none, err
	}
	scope, err := endorsementScope(ctx, filter)
	if err != nil {
		return none, err
	}
	rest, err := pastCursor(s, scope, args, store.Before[predicate.Endorsement](endorsement.FieldCreatedAt, endorsement.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.Endorsement.Query().Where(filter.predicates()...).Where(rest...).
		Order(db.Desc(endorsement.FieldCreatedAt, endorsement.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list endorsements: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, endorsementPosition), nil
}

// EndorsementsByMicroCredential gives the first page of each one's endorsements,
// with one statement. Endorsements goes on from there.
func (s *Service) EndorsementsByMicroCredential(ctx context.Context, ids []string, first int) (map[string]page.Page[*db.Endorsement], error) {
	return s.firstEndorsements(ctx, ids, first, endorsement.MicroCredentialIDIn(ids...),
		func(key *string) EndorsementFilter { return EndorsementFilter{MicroCredential: key} },
		func(row *db.Endorsement) *string { return row.MicroCredentialID })
}

// EndorsementsBySubject gives the first page of the endorsements of each
// organization, with one statement.
func (s *Service) EndorsementsBySubject(ctx context.Context, ids []string, first int) (map[string]page.Page[*db.Endorsement], error) {
	return s.firstEndorsements(ctx, ids, first, endorsement.SubjectIDIn(ids...),
		func(key *string) EndorsementFilter { return EndorsementFilter{Subject: key} },
		func(row *db.Endorsement) *string { return row.SubjectID })
}

func (s *Service) firstEndorsements(
	ctx context.Context, ids []string, first int, of predicate.Endorsement,
	filter func(*string) EndorsementFilter, key func(*db.Endorsement) *string,
) (map[string]page.Page[*db.Endorsement], error) {
	args := page.Args{First: first}
	if len(ids) == 1 {
		one, err := s.Endorsements(ctx, filter(&ids[0]), args)
		return map[string]page.Page[*db.Endorsement]{ids[0]: one}, err
	}
	if err := args.Check(); err != nil {
		return nil, err
	}
	rows, err := s.DB.Endorsement.Query().Where(of, endorsement.WithdrawnAtIsNil()).
		Order(db.Desc(endorsement.FieldCreatedAt, endorsement.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load endorsements: %w", err)
	}
	by := map[string][]*db.Endorsement{}
	for _, row := range rows {
		if k := *key(row); len(by[k]) < args.Limit() {
			by[k] = append(by[k], row)
		}
	}
	out := make(map[string]page.Page[*db.Endorsement], len(ids))
	for _, one := range ids {
		scope, err := endorsementScope(ctx, filter(&one))
		if err != nil {
			return nil, err
		}
		out[one] = page.Cut(by[one], args, s.Cursors, scope, endorsementPosition)
	}
	return out, nil
}

func endorsementScope(ctx context.Context, filter EndorsementFilter) (string, error) {
	return page.Scope(auth.From(ctx).Key(), "endorsements", filter)
}

func endorsementPosition(row *db.Endorsement) []string { return instant(row.CreatedAt, row.ID) }

func (f EndorsementFilter) predicates() []predicate.Endorsement {
	where := []predicate.Endorsement{endorsement.WithdrawnAtIsNil()}
	if f.MicroCredential != nil {
		where = append(where, endorsement.MicroCredentialID(*f.MicroCredential))
	}
	if f.Subject != nil {
		where = append(where, endorsement.SubjectID(*f.Subject))
	}
	if f.By != nil {
		where = append(where, endorsement.OrganizationID(*f.By))
	}
	return where
}

// endorsementPath is where an endorsement is public.
func endorsementPath(id string) string { return "/endorsements/" + id }

// EndorsementURL is the public address of an endorsement, and the id of its
// document.
func (s *Service) EndorsementURL(row *db.Endorsement) string {
	return s.address(endorsementPath(row.ID))
}

// PublicEndorsement is an endorsement that stands, with who endorses and what.
func (s *Service) PublicEndorsement(ctx context.Context, id string) (*db.Endorsement, error) {
	row, err := s.DB.Endorsement.Query().Where(endorsement.ID(id), endorsement.WithdrawnAtIsNil()).
		WithOrganization().WithVersion().WithSubject().Only(ctx)
	if db.IsNotFound(err) {
		return nil, noDocument()
	}
	if err != nil {
		return nil, fmt.Errorf("load endorsement: %w", err)
	}
	return row, nil
}

// EndorsementDocument is the signed EndorsementCredential.
func (s *Service) EndorsementDocument(ctx context.Context, id string) (*File, error) {
	row, err := s.PublicEndorsement(ctx, id)
	if err != nil {
		return nil, err
	}
	return &File{Name: "endorsement.json", MediaType: mediaCredential, Content: row.Document}, nil
}

func (s *Service) endorsementPaths(ctx context.Context, after string) ([]string, string, error) {
	rows, err := s.DB.Endorsement.Query().Where(endorsement.IDGT(after), endorsement.WithdrawnAtIsNil()).
		Order(endorsement.ByID()).Limit(pathsAtOnce).IDs(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("list endorsements: %w", err)
	}
	paths := make([]string, len(rows))
	for i, key := range rows {
		paths[i] = endorsementPath(key)
	}
	return paths, next(rows, func(key string) string { return key }), nil
}
