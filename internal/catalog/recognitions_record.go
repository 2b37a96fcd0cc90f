package catalog

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/recognition"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
)

// RecognitionInput is what an organization says that something is worth to it:
// exactly one of MicroCredential, Version, Stack, Skill and Accepts.
type RecognitionInput struct {
	ID string
	// Organization is by default the one that the viewer acts for.
	Organization    string
	MicroCredential *string
	// Version recognizes one version of a micro-credential alone.
	Version *string
	Stack   *string
	// Skill recognizes whatever proves it, at Level or above; 0 is any.
	Skill *string
	Level int
	// Accepts is another organization's recognition, which says all that is not
	// said here. Its Kind may be left out.
	Accepts *string
	Kind    enum.RecognitionKind
	// Hiring is for the kind HIRING, which needs it.
	Hiring *enum.HiringValue
	// Amount is a decimal in Unit ("credits", "USD per hour"); nil where it cannot
	// be counted.
	Amount *string
	Unit   string
	// Scope says for whom or where it holds, Condition what else must be true.
	Scope, Condition text.Localized
	// ScopeKind says for which organizations it holds; by default for one's own.
	ScopeKind enum.RecognitionScope
	// Course, MinimumGrade and Residency are of credit; Program of credit and
	// admission.
	Course, Program, MinimumGrade, Residency string
	// Status is by default in force.
	Status enum.RecognitionStatus
	// ValidFrom and ValidUntil are the first and the last day.
	ValidFrom, ValidUntil *time.Time
	// Source is where the statement was read, Document what says so.
	Source   string
	Document *DocumentInput
	// ClientMutationID has the same call, repeated within a day, return the first.
	ClientMutationID *string
}

// RecordRecognition records a recognition. Kinds that were renamed are taken, and
// kept as what they are called now.
func (s *Service) RecordRecognition(ctx context.Context, in RecognitionInput) (*db.Recognition, error) {
	if err := auth.Require(ctx, auth.RecordRecognition); err != nil {
		return nil, err
	}
	var err error
	if in.Organization, err = onBehalf(ctx, in.Organization, "organization"); err != nil {
		return nil, err
	}
	in = in.inTodaysWords()
	document, unread := s.readDocument(in.Document)
	call := s.recognizing(ctx, in, document)
	if invalid := problem.Join(in.check(auth.From(ctx).System), unread, call.Check()); invalid != nil {
		return nil, s.withMissing(ctx, in, invalid)
	}
	if err := s.scanned(ctx, document); err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.Recognition]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.Recognition, error) {
			return tx.Recognition.Get(ctx, id)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.Recognition, error) {
			made, err := s.recordRecognition(ctx, tx, in, document)
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
}

// recognizing is the mutation as it may be repeated.
func (s *Service) recognizing(ctx context.Context, in RecognitionInput, document *document) repeat.Call {
	call := repeat.Call{Mutation: "recognize", Key: in.ClientMutationID, Now: s.Now()}
	if viewer := auth.From(ctx); !viewer.System {
		call.Viewer = viewer.Key()
	}
	in.Document = nil
	call.Input = struct {
		RecognitionInput
		File string
	}{in, document.hash()}
	return call
}

// withMissing adds what is named and not there to what is invalid: all is
// reported at once.
func (s *Service) withMissing(ctx context.Context, in RecognitionInput, invalid error) error {
	_, unaccepted := accepting(ctx, s.DB, in, s.Now())
	return problem.Join(invalid, in.names().check(ctx, s.DB), in.resolveVersion(ctx, s.DB), unaccepted)
}

func (in RecognitionInput) names() references {
	names := references{
		organizations:    []reference{named(in.Organization, "organization")},
		microCredentials: namedIf(in.MicroCredential, "microCredential"),
		stacks:           namedIf(in.Stack, "stack"),
		skills:           namedIf(in.Skill, "skill"),
	}
	return names
}

// maxRecognitions is how many recognitions an organization may record.
const maxRecognitions = 10_000

func (s *Service) recordRecognition(ctx context.Context, tx *db.Client, in RecognitionInput, file *document) (*db.Recognition, error) {
	accepted, unaccepted := accepting(ctx, tx, in, s.Now())
	unversioned := in.resolveVersion(ctx, tx)
	if err := problem.Join(in.names().check(ctx, tx), unaccepted, unversioned, roomForRecognition(ctx, tx, in.Organization)); err != nil {
		return nil, err
	}
	if accepted != nil {
		in.Kind = accepted.Kind
	}
	kept, err := s.keepDocument(ctx, tx, file)
	if err != nil {
		return nil, err
	}
	made, err := s.recognitionRow(tx, in).SetNillableDocumentID(kept).Save(ctx)
	if db.IsConstraintError(err) {
		return nil, conflict("a recognition", "un reconocimiento")
	}
	if err != nil {
		return nil, fmt.Errorf("write recognition: %w", err)
	}
	return made, audit.Write(ctx, tx, s.Now(), "recognition.record", enum.SubjectRecognition, made.ID)
}

func (s *Service) recognitionRow(tx *db.Client, in RecognitionInput) *db.RecognitionCreate {
	now := s.Now()
	create := tx.Recognition.Create().
		SetID(s.idOr(in.ID, id.Recognition, now)).SetCreatedAt(now).
		SetOrganizationID(in.Organization).
		SetNillableMicroCredentialID(in.MicroCredential).SetNillableVersionID(in.Version).
		SetNillableStackID(in.Stack).SetNillableSkillID(in.Skill).SetLevel(uint8(in.Level)).
		SetNillableAcceptsID(in.Accepts).
		SetKind(in.Kind).SetNillableHiring(in.Hiring).SetNillableAmount(in.Amount).SetUnit(in.Unit).
		SetScopeKind(cmp.Or(in.ScopeKind, enum.ScopeOrganization)).
		SetCourse(in.Course).SetProgram(in.Program).SetMinimumGrade(in.MinimumGrade).SetResidency(in.Residency).
		SetStatus(in.Status).
		SetNillableValidFrom(dayOrNil(in.ValidFrom)).SetNillableValidUntil(dayOrNil(in.ValidUntil)).
		SetSource(in.Source)
	if len(in.Scope) > 0 {
		create.SetScope(in.Scope)
	}
	if len(in.Condition) > 0 {
		create.SetCondition(in.Condition)
	}
	return create
}

// resolveVersion also names the micro-credential that a version is of: records
// have both.
func (in *RecognitionInput) resolveVersion(ctx context.Context, tx *db.Client) error {
	if in.Version == nil {
		return nil
	}
	row, err := tx.MicroCredentialVersion.Query().
		Where(microcredentialversion.ID(*in.Version),
			microcredentialversion.HasMicroCredentialWith(microcredential.CurrentVersionIDNotNil(), microcredential.Not(unlisted()))).
		Only(ctx)
	if db.IsNotFound(err) {
		return problem.New(problem.NotFound, "there is no version %q of a micro-credential", *in.Version).
			Spanish("no hay ninguna versión %q de una microcredencial", *in.Version).At("version")
	}
	if err != nil {
		return fmt.Errorf("load version: %w", err)
	}
	in.MicroCredential = &row.MicroCredentialID
	return nil
}

func roomForRecognition(ctx context.Context, tx *db.Client, organization string) error {
	if auth.From(ctx).System {
		return nil
	}
	n, err := tx.Recognition.Query().Where(recognition.OrganizationID(organization)).Count(ctx)
	if err != nil {
		return fmt.Errorf("count recognitions: %w", err)
	}
	if n >= maxRecognitions {
		return problem.New(problem.Limit, "your organization has recorded %d recognitions, as many as it may", n).
			Spanish("su organización ha registrado %d reconocimientos, el máximo", n)
	}
	return nil
}

// maxAccepted is how many acceptances may lead from a recognition to the one that
// says what is recognized.
const maxAccepted = 4

// accepting is the recognition that is accepted, if one is: of another
// organization, and not over.
func accepting(ctx context.Context, tx *db.Client, in RecognitionInput, now time.Time) (*db.Recognition, error) {
	if in.Accepts == nil {
		return nil, nil //nolint:nilnil // none is accepted
	}
	row, err := tx.Recognition.Query().Where(recognition.ID(*in.Accepts)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no recognition %q", *in.Accepts).
			Spanish("no hay ningún reconocimiento %q", *in.Accepts).At("accepts")
	}
	if err != nil {
		return nil, fmt.Errorf("load what is accepted: %w", err)
	}
	var errs []error
	if row.OrganizationID == in.Organization {
		errs = append(errs, problem.New(problem.Invalid, "one's own recognition needs no acceptance").
			Spanish("el reconocimiento propio no necesita aceptación").At("accepts"))
	}
	if StandingOf(row, now) == enum.RecognitionEnded {
		errs = append(errs, problem.New(problem.Conflict, "this recognition has ended").
			Spanish("este reconocimiento ha terminado").At("accepts"))
	}
	if in.Kind != "" && in.Kind != row.Kind {
		errs = append(errs, problem.New(problem.Invalid, "what is accepted is of the kind %s", row.Kind).
			Spanish("lo que se acepta es del tipo %s", row.Kind).At("kind"))
	}
	in.Kind = row.Kind
	errs = append(errs, in.checkKind(), checkChain(ctx, tx, row))
	return row, problem.Join(errs...)
}

// checkChain refuses acceptances of acceptances without end.
func checkChain(ctx context.Context, tx *db.Client, row *db.Recognition) error {
	for n := 1; row.AcceptsID != nil; n++ {
		if n >= maxAccepted {
			return problem.New(problem.Limit, "at most %d acceptances follow each other: accept an earlier one", maxAccepted).
				Spanish("como máximo %d aceptaciones se siguen una a otra: acepte una anterior", maxAccepted).At("accepts")
		}
		var err error
		if row, err = tx.Recognition.Get(ctx, *row.AcceptsID); err != nil {
			return fmt.Errorf("load what is accepted: %w", err)
		}
	}
	return nil
}
