package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Enrollment is an earner who means to earn a micro-credential with an issuer.
type Enrollment struct{ ent.Schema }

// Mixin of an enrollment.
func (Enrollment) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an enrollment.
func (Enrollment) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"),
		ref("micro_credential_id"),
		ref("version_id", "The version that was current when the earner enrolled."),
		ref("issuer_id", "Who is to award it."),
		optionalRef("offering_id"),
		optionalRef("cohort_id"),
		field.Enum("status").GoType(enum.EnrollmentStatus("")).Default(string(enum.EnrollmentActive)),
		field.Time("ended_at").Optional().Nillable().Comment("When it was withdrawn, or completed."),
	}
}

// Edges of an enrollment.
func (Enrollment) Edges() []ent.Edge {
	return []ent.Edge{
		to("earner", Earner.Type, "earner_id"),
		to("micro_credential", MicroCredential.Type, "micro_credential_id"),
		to("version", MicroCredentialVersion.Type, "version_id"),
		to("issuer", Organization.Type, "issuer_id"),
		optionalTo("offering", Offering.Type, "offering_id"),
		optionalTo("cohort", Cohort.Type, "cohort_id"),
	}
}

// Indexes of an enrollment: one at a time for what is to be earned.
func (Enrollment) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("earner_id", "micro_credential_id").Unique().Annotations(entsql.IndexWhere("status = 'ACTIVE'")),
		index.Fields("earner_id", "created_at", "id"),
		index.Fields("issuer_id", "created_at", "id"),
		index.Fields("micro_credential_id"),
		partial(index.Fields("offering_id"), "offering_id"),
		partial(index.Fields("cohort_id"), "cohort_id"),
	}
}

// Submission is evidence that is to be assessed, through all its attempts.
type Submission struct{ ent.Schema }

// Mixin of a submission.
func (Submission) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a submission.
func (Submission) Fields() []ent.Field {
	return []ent.Field{
		ref("earner_id"),
		optionalRef("enrollment_id", "Null for prior experience."),
		ref("micro_credential_id"),
		ref("version_id", "The version whose rubric it is held against."),
		ref("issuer_id", "Who is to award it."),
		ref("organization_id", "Whose assessors assess it: the queue that it stands in."),
		field.Enum("mode").GoType(enum.AssessmentMode("")).Immutable(),
		field.String("language").Default("en").Comment("Of the evidence: BCP 47, lower case."),
		field.Enum("state").GoType(enum.SubmissionState("")).Default(string(enum.SubmissionDraft)),
		field.Int("attempt").Positive().Default(1).Comment("The attempt that is written or assessed; counts on over submissions that were rejected."),
		field.Int("revision").Positive().Default(1),
		field.Time("submitted_at").Optional().Nillable().Comment("The last time."),
		field.Time("due_at").Comment("Until when it is to be decided; without meaning while it is not submitted. Never null: the queue is ordered by it."),
		field.Int("days_left").Optional().Nillable().Comment("Business days that were left when it was returned: its clock stands still."),
		field.Time("escalated_at").Optional().Nillable(),
		field.Time("decided_at").Optional().Nillable(),
		field.Bool("flagged").Default(false).Comment("A name, an address or a number may unmask the earner."),
		field.Bool("referee").Default(false).Comment("Two assessors differ: a third decides."),
		optionalRef("observer_id", "The account that observed, or recorded the result."),
		optionalRef("award_id", "What it earned."),
	}
}

// Edges of a submission.
func (Submission) Edges() []ent.Edge {
	return []ent.Edge{
		to("earner", Earner.Type, "earner_id"),
		optionalTo("enrollment", Enrollment.Type, "enrollment_id"),
		to("micro_credential", MicroCredential.Type, "micro_credential_id"),
		to("version", MicroCredentialVersion.Type, "version_id"),
		to("issuer", Organization.Type, "issuer_id"),
		to("organization", Organization.Type, "organization_id"),
		optionalTo("observer", Account.Type, "observer_id"),
		optionalTo("award", Award.Type, "award_id"),
		parts("attempts", SubmissionAttempt.Type),
		parts("evidence", Evidence.Type),
		parts("assessments", Assessment.Type),
	}
}

// Indexes of a submission: the queues, the earner's own, and one open at a time.
func (Submission) Indexes() []ent.Index {
	toDecide := entsql.IndexWhere("state IN ('SUBMITTED', 'CLAIMED')")
	return []ent.Index{
		index.Fields("earner_id", "micro_credential_id").Unique().
			Annotations(entsql.IndexWhere("state IN ('DRAFT', 'SUBMITTED', 'CLAIMED', 'RETURNED')")),
		// A queue is read in the order of its deadlines, whatever the state.
		index.Fields("organization_id", "due_at", "id").Annotations(toDecide),
		index.Fields("organization_id", "language", "due_at", "id").Annotations(toDecide),
		index.Fields("organization_id", "state", "due_at", "id"),
		index.Fields("earner_id", "created_at", "id"),
		index.Fields("micro_credential_id", "state"),
		index.Fields("issuer_id", "state", "due_at", "id"),
		index.Fields("award_id").Unique().Annotations(entsql.IndexWhere("award_id IS NOT NULL")),
		partial(index.Fields("enrollment_id"), "enrollment_id"),
	}
}

// SubmissionAttempt is one time that evidence was submitted, and what came of it.
type SubmissionAttempt struct{ ent.Schema }

// Fields of an attempt.
func (SubmissionAttempt) Fields() []ent.Field {
	return []ent.Field{
		ref("submission_id"),
		field.Int("number").Positive().Immutable(),
		field.Time("submitted_at").Immutable(),
		field.Time("decided_at").Optional().Nillable(),
		field.Enum("decision").GoType(enum.Decision("")).Optional().Nillable(),
		field.Bytes("feedback").Optional().Comment("Encrypted under the earner's key."),
	}
}

// Edges of an attempt.
func (SubmissionAttempt) Edges() []ent.Edge {
	return []ent.Edge{owner("submission", Submission.Type, "attempts", "submission_id")}
}

// Indexes of an attempt.
func (SubmissionAttempt) Indexes() []ent.Index {
	return []ent.Index{index.Fields("submission_id", "number").Unique()}
}

// Evidence is a text, a link or a file of a submission, in one of the parts that
// are asked for. What was submitted never changes: an item stands from one attempt
// up to another.
type Evidence struct{ ent.Schema }

// Mixin of evidence.
func (Evidence) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Annotations of evidence.
func (Evidence) Annotations() []schema.Annotation { return table("evidence", "") }

// Fields of evidence.
func (Evidence) Fields() []ent.Field {
	return []ent.Field{
		ref("submission_id"),
		field.String("part").NotEmpty().Immutable().Comment("The key of the part that it belongs to."),
		field.Enum("kind").GoType(enum.EvidenceKind("")).Immutable(),
		field.Bytes("content").Immutable().Comment("Text, link, title and file name: encrypted under the earner's key."),
		field.String("blob").Optional().Nillable().Immutable().Comment("Names the file in the store of files."),
		field.Bytes("blob_key").Optional().Immutable().Sensitive().Comment("The file's own key, encrypted under the earner's."),
		field.String("media_type").Optional().Immutable().Comment("What the file's bytes look like, not what its sender said."),
		field.Int64("size").Optional().Nillable().Immutable().Comment("Bytes of the file."),
		field.String("sha256").Optional().Immutable().Comment("Of the file as it came, hexadecimal."),
		field.Enum("scan").GoType(enum.ScanResult("")).Default(string(enum.ScanNone)),
		field.Int("since_attempt").Positive().Immutable().Comment("The first attempt that it is a part of."),
		field.Int("until_attempt").Optional().Nillable().Comment("The last one; null while it stands."),
		field.Time("published_at").Optional().Nillable().Comment("Since when the earner lets everybody see it; null: nobody but their assessors."),
	}
}

// Edges of evidence.
func (Evidence) Edges() []ent.Edge {
	return []ent.Edge{owner("submission", Submission.Type, "evidence", "submission_id")}
}

// Indexes of evidence.
func (Evidence) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("submission_id"),
		index.Fields("blob").Unique().Annotations(entsql.IndexWhere("blob IS NOT NULL")),
	}
}
