package enum

// ContactStatus is where a contact stands.
type ContactStatus string

// The values of ContactStatus.
const (
	ContactPending  ContactStatus = "PENDING"
	ContactAccepted ContactStatus = "ACCEPTED"
	ContactDeclined ContactStatus = "DECLINED"
	// ContactWithdrawn was taken back by the employer, or ended by the earner.
	ContactWithdrawn ContactStatus = "WITHDRAWN"
	// ContactExpired was not answered in time.
	ContactExpired   ContactStatus = "EXPIRED"
	ContactInterview ContactStatus = "INTERVIEW"
	ContactOffered   ContactStatus = "OFFERED"
	ContactHired     ContactStatus = "HIRED"
	ContactNotHired  ContactStatus = "NOT_HIRED"
)

// Values lists every one.
func (ContactStatus) Values() []string {
	return texts(ContactPending, ContactAccepted, ContactDeclined, ContactWithdrawn, ContactExpired, ContactInterview, ContactOffered, ContactHired, ContactNotHired)
}

// ShortlistStage is where a candidate stands with an employer.
type ShortlistStage string

// The values of ShortlistStage.
const (
	StageNew       ShortlistStage = "NEW"
	StageReview    ShortlistStage = "REVIEW"
	StageContacted ShortlistStage = "CONTACTED"
	StageInterview ShortlistStage = "INTERVIEW"
	StageOffer     ShortlistStage = "OFFER"
	StageHired     ShortlistStage = "HIRED"
	StageRejected  ShortlistStage = "REJECTED"
)

// Values lists every one.
func (ShortlistStage) Values() []string {
	return texts(StageNew, StageReview, StageContacted, StageInterview, StageOffer, StageHired, StageRejected)
}

// PayUnit is what a pay is for.
type PayUnit string

// The values of PayUnit.
const (
	PayHour  PayUnit = "HOUR"
	PayDay   PayUnit = "DAY"
	PayWeek  PayUnit = "WEEK"
	PayMonth PayUnit = "MONTH"
	PayYear  PayUnit = "YEAR"
)

// Values lists every one.
func (PayUnit) Values() []string {
	return texts(PayHour, PayDay, PayWeek, PayMonth, PayYear)
}

// Shift is a part of the day or week at which work is done.
type Shift string

// The values of Shift.
const (
	ShiftDay      Shift = "DAY"
	ShiftEvening  Shift = "EVENING"
	ShiftNight    Shift = "NIGHT"
	ShiftWeekend  Shift = "WEEKEND"
	ShiftRotating Shift = "ROTATING"
)

// Values lists every one.
func (Shift) Values() []string {
	return texts(ShiftDay, ShiftEvening, ShiftNight, ShiftWeekend, ShiftRotating)
}

// PostingAudience is who is meant by a posting.
type PostingAudience string

// The values of PostingAudience.
const (
	AudiencePublic PostingAudience = "PUBLIC"
	// AudienceInternal is for the employer's own staff.
	AudienceInternal PostingAudience = "INTERNAL"
)

// Values lists every one.
func (PostingAudience) Values() []string {
	return texts(AudiencePublic, AudienceInternal)
}

// ProposalVerdict is what an employer says of a skill for words of its text.
type ProposalVerdict string

// The values of ProposalVerdict.
const (
	VerdictConfirmed ProposalVerdict = "CONFIRMED"
	VerdictRefused   ProposalVerdict = "REFUSED"
)

// Values lists every one.
func (ProposalVerdict) Values() []string { return texts(VerdictConfirmed, VerdictRefused) }
