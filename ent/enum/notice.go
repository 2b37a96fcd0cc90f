package enum

// NoticeKind is what somebody is told.
type NoticeKind string

// The values of NoticeKind.
const (
	NoticeContactRequested  NoticeKind = "CONTACT_REQUESTED"
	NoticeContactAnswered   NoticeKind = "CONTACT_ANSWERED"
	NoticeContactMoved      NoticeKind = "CONTACT_MOVED"
	NoticeSearchMatched     NoticeKind = "SEARCH_MATCHED"
	NoticeInterestShown     NoticeKind = "INTEREST_SHOWN"
	NoticeAwardReceived     NoticeKind = "AWARD_RECEIVED"
	NoticeAwardEnded        NoticeKind = "AWARD_ENDED"
	NoticeSubmissionDecided NoticeKind = "SUBMISSION_DECIDED"
	NoticeSubmissionWaiting NoticeKind = "SUBMISSION_WAITING"
	NoticeVouchAsked        NoticeKind = "VOUCH_ASKED"
	NoticeVouched           NoticeKind = "VOUCHED"
	NoticeInvited           NoticeKind = "INVITED"
	NoticeGuardianAnswered  NoticeKind = "GUARDIAN_ANSWERED"
	NoticeDataReady         NoticeKind = "DATA_READY"
	NoticeReportFiled       NoticeKind = "REPORT_FILED"
	NoticeHiringEvent       NoticeKind = "HIRING_EVENT"
	NoticePostingExpiring   NoticeKind = "POSTING_EXPIRING"
	NoticeAssigned          NoticeKind = "ASSIGNED"
	NoticeWebhookDead       NoticeKind = "WEBHOOK_DEAD"
	NoticeCaseAssigned      NoticeKind = "CASE_ASSIGNED"
	NoticeTaskDue           NoticeKind = "TASK_DUE"
	NoticePlanOutdated      NoticeKind = "PLAN_OUTDATED"
)

// Values lists every one.
func (NoticeKind) Values() []string {
	return texts(NoticeContactRequested, NoticeContactAnswered, NoticeContactMoved, NoticeSearchMatched, NoticeInterestShown, NoticeAwardReceived, NoticeAwardEnded, NoticeSubmissionDecided, NoticeSubmissionWaiting, NoticeVouchAsked, NoticeVouched, NoticeInvited, NoticeGuardianAnswered, NoticeDataReady, NoticeReportFiled, NoticeHiringEvent, NoticePostingExpiring, NoticeAssigned, NoticeWebhookDead, NoticeCaseAssigned, NoticeTaskDue, NoticePlanOutdated)
}

// EmailPace is how soon somebody is written to.
type EmailPace string

// The values of EmailPace.
const (
	EmailNever  EmailPace = "NEVER"
	EmailAtOnce EmailPace = "AT_ONCE"
	EmailDaily  EmailPace = "DAILY"
	EmailWeekly EmailPace = "WEEKLY"
)

// Values lists every one.
func (EmailPace) Values() []string {
	return texts(EmailNever, EmailAtOnce, EmailDaily, EmailWeekly)
}
