package assessment

import "time"

// What a viewer is told of a submission, by their sight: nil is what they are not.

// assessed tells that the viewer sees it as an assessor.
func (s *Submission) assessed() bool { return s.Sight == SightAssessor }

// KnownEarner is whose it is.
func (s *Submission) KnownEarner() *string { return unless(s.assessed(), &s.Row.EarnerID) }

// KnownEnrollment is what it was begun for.
func (s *Submission) KnownEnrollment() *string { return unless(s.assessed(), s.Row.EnrollmentID) }

// KnownIssuer is who is to award it.
func (s *Submission) KnownIssuer() *string { return unless(s.Blind(), &s.Row.IssuerID) }

// KnownAward is what it earned.
func (s *Submission) KnownAward() *string { return unless(s.assessed(), s.Row.AwardID) }

// BegunAt is when it was begun.
func (s *Submission) BegunAt() *time.Time { return unless(s.assessed(), &s.Row.CreatedAt) }

// LastSubmittedAt is when it was submitted last.
func (s *Submission) LastSubmittedAt() *time.Time { return unless(s.Blind(), s.Row.SubmittedAt) }

// LastDecidedAt is when it was decided last.
func (s *Submission) LastDecidedAt() *time.Time { return unless(s.Blind(), s.Row.DecidedAt) }

// DueBy is until when it is to be decided: the end of a day.
func (s *Submission) DueBy() *time.Time { return unless(!toDecide(s.Row.State), &s.Row.DueAt) }

// OwnRevision is its revision, for who writes it.
func (s *Submission) OwnRevision() *int { return unless(s.Sight != SightEarner, &s.Row.Revision) }

// KnownFlagged tells whether a name was found in it.
func (s *Submission) KnownFlagged() *bool {
	return unless(s.Sight != SightEarner && !s.assessed(), &s.Row.Flagged)
}

// SubmittedWhen is when the attempt was submitted.
func (a *Attempt) SubmittedWhen() *time.Time { return unless(a.Of.Blind(), &a.Row.SubmittedAt) }

// DecidedWhen is when it was decided.
func (a *Attempt) DecidedWhen() *time.Time { return unless(a.Of.Blind(), a.Row.DecidedAt) }

// OwnHash is the SHA-256 of a file, for whose it is: two files with one hash are the
// same.
func (e *Evidence) OwnHash() *string { return unless(!e.Own || e.Row.Sha256 == "", &e.Row.Sha256) }

// OwnAddedAt is when it was added, for whose it is.
func (e *Evidence) OwnAddedAt() *time.Time { return unless(!e.Own, &e.Row.CreatedAt) }

// unless is v, or nil where hidden.
func unless[T any](hidden bool, v *T) *T {
	if hidden {
		return nil
	}
	return v
}
