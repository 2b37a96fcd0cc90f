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

// Assessment is one assessor's work on an attempt.
type Assessment struct{ ent.Schema }

// Mixin of an assessment. It was claimed when it was created.
func (Assessment) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of an assessment.
func (Assessment) Fields() []ent.Field {
	return []ent.Field{
		ref("submission_id"),
		field.Int("attempt").Positive().Immutable(),
		field.Int("slot").Positive().Immutable().Comment("1, or 1 and 2 where two assess; 3 is who decides between them."),
		ref("assessor_id", "An account."),
		field.Time("touched_at").Comment("When it was last worked on: a claim that is forgotten is released."),
		field.Time("released_at").Optional().Nillable(),
		field.Enum("decision").GoType(enum.Decision("")).Optional().Nillable(),
		field.Time("decided_at").Optional().Nillable(),
		field.Bytes("feedback").Optional().Comment("Encrypted under the earner's key."),
	}
}

// Edges of an assessment.
func (Assessment) Edges() []ent.Edge {
	return []ent.Edge{
		owner("submission", Submission.Type, "assessments", "submission_id"),
		to("assessor", Account.Type, "assessor_id"),
		parts("scores", CriterionScore.Type),
	}
}

// Indexes of an assessment: a place is taken once, and nobody takes two.
func (Assessment) Indexes() []ent.Index {
	open := entsql.IndexWhere("released_at IS NULL")
	return []ent.Index{
		index.Fields("submission_id", "attempt", "slot").Unique().Annotations(open),
		index.Fields("submission_id", "attempt", "assessor_id").Unique().Annotations(open),
		index.Fields("assessor_id", "created_at", "id"),
		index.Fields("touched_at").Annotations(entsql.IndexWhere("released_at IS NULL AND decided_at IS NULL")),
	}
}

// CriterionScore is the level that an assessor found for a criterion of the rubric.
type CriterionScore struct{ ent.Schema }

// Fields of a score.
func (CriterionScore) Fields() []ent.Field {
	return []ent.Field{
		ref("assessment_id"),
		field.String("criterion").NotEmpty().Immutable().Comment("Its key in the rubric."),
		field.String("level").NotEmpty().Comment("The key of the level."),
		field.Bytes("comment").Optional().Comment("Encrypted under the earner's key."),
	}
}

// Edges of a score.
func (CriterionScore) Edges() []ent.Edge {
	return []ent.Edge{owner("assessment", Assessment.Type, "scores", "assessment_id")}
}

// Indexes of a score.
func (CriterionScore) Indexes() []ent.Index {
	return []ent.Index{index.Fields("assessment_id", "criterion").Unique()}
}

// SavedComment is a comment that an assessor uses again.
type SavedComment struct{ ent.Schema }

// Mixin of a saved comment.
func (SavedComment) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a saved comment.
func (SavedComment) Fields() []ent.Field {
	return []ent.Field{
		ref("account_id"),
		ref("organization_id"),
		optionalRef("micro_credential_id", "Null for any."),
		field.String("criterion").Optional().Immutable().Comment("Its key in the rubric; empty for any."),
		field.String("text").NotEmpty().Immutable(),
	}
}

// Edges of a saved comment.
func (SavedComment) Edges() []ent.Edge {
	return []ent.Edge{
		to("account", Account.Type, "account_id"),
		to("organization", Organization.Type, "organization_id"),
		optionalTo("micro_credential", MicroCredential.Type, "micro_credential_id"),
	}
}

// Indexes of a saved comment.
func (SavedComment) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id", "organization_id", "created_at", "id")}
}

// Conflict is an assessor who may not assess an earner: kin, a friend, a student of
// their own. It lasts.
type Conflict struct{ ent.Schema }

// Mixin of a conflict.
func (Conflict) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Annotations of a conflict.
func (Conflict) Annotations() []schema.Annotation { return table("conflicts", "") }

// Fields of a conflict.
func (Conflict) Fields() []ent.Field {
	return []ent.Field{
		ref("account_id", "The assessor."),
		ref("earner_id"),
		ref("declared_by_id", "The account that said so."),
	}
}

// Edges of a conflict.
func (Conflict) Edges() []ent.Edge {
	return []ent.Edge{
		to("account", Account.Type, "account_id"),
		to("earner", Earner.Type, "earner_id"),
		to("declared_by", Account.Type, "declared_by_id"),
	}
}

// Indexes of a conflict.
func (Conflict) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id", "earner_id").Unique(), index.Fields("earner_id")}
}

// AssessmentSettings are how an organization's queue runs.
type AssessmentSettings struct{ ent.Schema }

// Annotations of the settings.
func (AssessmentSettings) Annotations() []schema.Annotation { return table("assessment_settings", "") }

// Fields of the settings.
func (AssessmentSettings) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"),
		field.Int("decide_within_days").Positive().Default(14).Comment("Business days."),
		field.Int("release_after_hours").Positive().Default(72).Comment("A claim on which nobody has worked for so long is released."),
		field.Bool("federal_holidays").Default(true).Comment("The United States' federal holidays are no business days."),
	}
}

// Edges of the settings.
func (AssessmentSettings) Edges() []ent.Edge {
	return []ent.Edge{to("organization", Organization.Type, "organization_id")}
}

// Indexes of the settings.
func (AssessmentSettings) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id").Unique()}
}

// Holiday is a day on which an organization does not assess.
type Holiday struct{ ent.Schema }

// Fields of a holiday.
func (Holiday) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id"),
		field.Time("on").Immutable(),
		field.String("name").Optional().Immutable(),
	}
}

// Edges of a holiday.
func (Holiday) Edges() []ent.Edge {
	return []ent.Edge{to("organization", Organization.Type, "organization_id")}
}

// Indexes of a holiday.
func (Holiday) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "on").Unique()}
}

// Cohort is a group that earns micro-credentials together, run by a school or an
// employer.
type Cohort struct{ ent.Schema }

// Mixin of a cohort.
func (Cohort) Mixin() []ent.Mixin { return []ent.Mixin{record{}} }

// Fields of a cohort.
func (Cohort) Fields() []ent.Field {
	return []ent.Field{
		ref("organization_id", "Whose members lead it."),
		field.String("name").NotEmpty(),
		field.String("code_hash").Unique().Immutable().Sensitive().Comment("SHA-256, hexadecimal, of the code with which one joins."),
		field.Time("starts_on").Optional().Nillable(),
		field.Time("ends_on").Optional().Nillable(),
		field.Time("closed_at").Optional().Nillable().Comment("Nobody joins from then on."),
		ref("opened_by_id", "An account."),
	}
}

// Edges of a cohort.
func (Cohort) Edges() []ent.Edge {
	return []ent.Edge{
		to("organization", Organization.Type, "organization_id"),
		to("opened_by", Account.Type, "opened_by_id"),
		parts("credentials", CohortCredential.Type),
		parts("members", CohortMember.Type),
	}
}

// Indexes of a cohort.
func (Cohort) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "created_at", "id")}
}

// CohortCredential is a micro-credential that a cohort is to earn.
type CohortCredential struct{ ent.Schema }

// Fields of a cohort's micro-credential.
func (CohortCredential) Fields() []ent.Field {
	return []ent.Field{ref("cohort_id"), ref("micro_credential_id"), field.Int("position").Positive().Immutable()}
}

// Edges of a cohort's micro-credential.
func (CohortCredential) Edges() []ent.Edge {
	return []ent.Edge{
		owner("cohort", Cohort.Type, "credentials", "cohort_id"),
		to("micro_credential", MicroCredential.Type, "micro_credential_id"),
	}
}

// Indexes of a cohort's micro-credential.
func (CohortCredential) Indexes() []ent.Index {
	return []ent.Index{index.Fields("cohort_id", "micro_credential_id").Unique(), index.Fields("micro_credential_id")}
}

// CohortMember is an earner in a cohort.
type CohortMember struct{ ent.Schema }

// Fields of a member.
func (CohortMember) Fields() []ent.Field {
	return []ent.Field{
		ref("cohort_id"), ref("earner_id"),
		field.Time("joined_at"),
		field.Bool("shares").Default(false).Comment("Lets the group's lead see their name and progress."),
		field.Time("left_at").Optional().Nillable(),
	}
}

// Edges of a member.
func (CohortMember) Edges() []ent.Edge {
	return []ent.Edge{
		owner("cohort", Cohort.Type, "members", "cohort_id"),
		to("earner", Earner.Type, "earner_id"),
	}
}

// Indexes of a member.
func (CohortMember) Indexes() []ent.Index {
	return []ent.Index{index.Fields("cohort_id", "earner_id").Unique(), index.Fields("earner_id")}
}
