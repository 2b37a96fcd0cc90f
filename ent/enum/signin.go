package enum

// LinkPurpose is what a single-use link is for.
type LinkPurpose string

// The values of LinkPurpose.
const (
	LinkSignIn        LinkPurpose = "SIGN_IN"
	LinkVerifyAddress LinkPurpose = "VERIFY_ADDRESS"
	LinkInvitation    LinkPurpose = "INVITATION"
	// LinkGuardian has a guardian agree for an earner.
	LinkGuardian LinkPurpose = "GUARDIAN"
	// LinkAnswerContact has an earner answer an employer from a message.
	LinkAnswerContact LinkPurpose = "ANSWER_CONTACT"
	// LinkUnsubscribe ends a kind of e-mail.
	LinkUnsubscribe LinkPurpose = "UNSUBSCRIBE"
)

// Values lists every one.
func (LinkPurpose) Values() []string {
	return texts(LinkPurposes()...)
}

// LinkPurposes lists every purpose.
func LinkPurposes() []LinkPurpose {
	return []LinkPurpose{LinkSignIn, LinkVerifyAddress, LinkInvitation, LinkGuardian, LinkAnswerContact, LinkUnsubscribe}
}

// MessageChannel is how a message travels.
type MessageChannel string

// The values of MessageChannel.
const (
	ChannelEmail MessageChannel = "EMAIL"
	ChannelSMS   MessageChannel = "SMS"
)

// Values lists every one.
func (MessageChannel) Values() []string {
	return texts(ChannelEmail, ChannelSMS)
}

// DataJobKind is what is to be done with all of one's data.
type DataJobKind string

// The values of DataJobKind.
const (
	JobExport DataJobKind = "EXPORT"
	JobErase  DataJobKind = "ERASE"
)

// Values lists every one.
func (DataJobKind) Values() []string {
	return texts(JobExport, JobErase)
}

// DataJobStatus is how far a job is.
type DataJobStatus string

// The values of DataJobStatus.
const (
	JobQueued  DataJobStatus = "QUEUED"
	JobRunning DataJobStatus = "RUNNING"
	JobDone    DataJobStatus = "DONE"
	JobFailed  DataJobStatus = "FAILED"
)

// Values lists every one.
func (DataJobStatus) Values() []string {
	return texts(JobQueued, JobRunning, JobDone, JobFailed)
}

// GrantSource is how a grant came about.
type GrantSource string

// The values of GrantSource.
const (
	GrantByEarner GrantSource = "EARNER"
	// GrantByContact was given by answering a contact request.
	GrantByContact      GrantSource = "CONTACT"
	GrantByGuardianLink GrantSource = "GUARDIAN_LINK"
	// GrantByGuardianPaper was signed on paper, which a coach or instructor saw.
	GrantByGuardianPaper GrantSource = "GUARDIAN_PAPER"
	// GrantByPaper was signed by the earner on paper.
	GrantByPaper GrantSource = "PAPER"
)

// Values lists every one.
func (GrantSource) Values() []string {
	return texts(GrantByEarner, GrantByContact, GrantByGuardianLink, GrantByGuardianPaper, GrantByPaper)
}
