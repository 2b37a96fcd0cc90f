package credential

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// recordNames are what a learner record is called, by language.
var recordNames = map[string]string{"en": "Learner record", "es": "Expediente de aprendizaje"}

// LearnerRecord is the record of the earner who acts, as a Comprehensive Learner
// Record: their awards that count and have badges in JSON, as they were signed, and
// how they belong together. The service signs the whole, not what is in it.
func (s *Service) LearnerRecord(ctx context.Context, form Form) (*File, error) {
	if err := auth.Require(ctx, auth.PublishAward); err != nil {
		return nil, err
	}
	if form != FormJSON {
		return nil, problem.New(problem.Invalid, "a learner record is made as JSON").
			Spanish("un expediente se hace en JSON").At("form")
	}
	holder, err := s.holder(ctx)
	if err != nil {
		return nil, err
	}
	parts, partial, err := s.recordParts(ctx, holder)
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		return nil, problem.New(problem.Conflict, "you have no award yet that counts and has a badge").
			Spanish("todavía no tiene ningún logro que cuente y tenga una insignia")
	}
	record, err := s.learnerRecord(ctx, holder, parts)
	if err != nil {
		return nil, err
	}
	record.Partial = partial
	with, err := s.signerFor(ctx, ourselves, enum.KeyEd25519)
	if err != nil {
		return nil, err
	}
	record.Issuer.ID = with.issuer
	document, err := issue.CLR(record)
	if err != nil {
		return nil, fmt.Errorf("make learner record: %w", err)
	}
	content, err := issue.Sign(document, with.method, with.private, s.Now(), jsonld.Builtin())
	if err != nil {
		return nil, fmt.Errorf("sign learner record: %w", err)
	}
	return &File{Name: "record.json", MediaType: mediaCredential, Content: content}, nil
}

// holder is the earner who acts, with their addresses.
func (s *Service) holder(ctx context.Context) (*db.Earner, error) {
	row, err := s.actingEarner(ctx)
	if err != nil {
		return nil, err
	}
	row, err = s.DB.Earner.Query().Where(earner.ID(row.ID)).
		WithAccount(func(q *db.AccountQuery) { q.WithAddresses() }).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("load earner: %w", err)
	}
	return row, nil
}

// recordPart is an award in a learner record: its badge as it was signed, and the
// achievement that it is of.
type recordPart struct {
	award       *db.Award
	document    map[string]any
	achievement string
}

// recordParts are the awards that count with their badges; partial, if some have
// none that fits.
func (s *Service) recordParts(ctx context.Context, holder *db.Earner) (parts []recordPart, partial bool, err error) {
	rows, err := s.wholes(award.EarnerID(holder.ID)).Order(award.ByEarnedAt(), award.ByID()).All(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("load awards: %w", err)
	}
	var issued []*db.Award
	for _, row := range rows {
		if s.Counts(row) && signable(row) == nil {
			issued = append(issued, row)
		}
	}
	badges, err := s.signedAll(ctx, issued)
	if err != nil {
		return nil, false, err
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if !s.Counts(row) {
			continue
		}
		content := badges[row.ID]
		if content == nil && row.Source == enum.SourceImported {
			kept, err := s.openOriginal(ctx, row)
			if err != nil && !problem.Is(err, problem.NotFound) {
				return nil, false, err
			}
			content = kept.content
		}
		part, fits := partOf(row, content)
		id, _ := part.document["id"].(string)
		if !fits || seen[id] {
			partial = true
			continue
		}
		seen[id] = true
		parts = append(parts, part)
	}
	return parts, partial, nil
}

// partOf is a badge as a part of a record; false for what a record cannot hold, as
// are tokens, pictures, and badges on older data models.
func partOf(row *db.Award, content []byte) (recordPart, bool) {
	b := badge.Parse(content)
	if b.Format() != badge.OpenBadge3 || b.Container() != badge.NoContainer {
		return recordPart{}, false
	}
	document, err := strictjson.Object(content)
	if err != nil || document["id"] == nil || document["proof"] == nil || issue.Embeddable(document, jsonld.Builtin()) != nil {
		return recordPart{}, false
	}
	return recordPart{row, document, b.Content().Achievement.ID}, true
}

// learnerRecord puts the parts together.
func (s *Service) learnerRecord(ctx context.Context, holder *db.Earner, parts []recordPart) (issue.CLRRecord, error) {
	language := base(holder.Language)
	name, known := recordNames[language]
	if !known {
		name = recordNames[defaultLanguage]
	}
	var number [16]byte
	if _, err := io.ReadFull(s.Random, number[:]); err != nil {
		return issue.CLRRecord{}, fmt.Errorf("number the record: %w", err)
	}
	number[6], number[8] = number[6]&0x0f|0x40, number[8]&0x3f|0x80
	out := issue.CLRRecord{
		ID: urn(number), Name: name,
		Issuer:    issue.Issuer{Name: "Stackmatch, " + s.Base.Hostname(), URL: s.Base.String()},
		ValidFrom: s.Now().UTC().Truncate(time.Second),
	}
	for _, p := range parts {
		out.Credentials = append(out.Credentials, p.document)
	}
	var err error
	if out.SubjectID, out.Identifiers, err = s.recipient(out.ID, holder); err != nil {
		return out, err
	}
	return out, s.associate(ctx, &out, parts, language)
}
