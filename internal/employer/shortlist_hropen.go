package employer

import (
	"encoding/json"
	"fmt"
	"time"
)

// hrScheme says whose ids these are.
const hrScheme = "Stackmatch"

// hrID is an identifier as HR Open writes it.
type hrID struct {
	Value    string `json:"value"`
	SchemeID string `json:"schemeId"`
}

// hrShortlist is a position opening with its candidates. HR Open has a document for
// each (recruiting, PositionOpening and Candidate), and none for both.
type hrShortlist struct {
	PositionOpening hrPosition    `json:"positionOpening"`
	Candidates      []hrCandidate `json:"candidates"`
}

type hrPosition struct {
	DocumentID       hrID        `json:"documentId"`
	Language         string      `json:"language"`
	PostingRequester hrRequester `json:"postingRequester"`
	PositionProfiles []hrProfile `json:"positionProfiles"`
}

type hrRequester struct {
	ID   hrID   `json:"id"`
	Name string `json:"name"`
}

type hrProfile struct {
	ProfileID     hrID   `json:"profileId"`
	PositionTitle string `json:"positionTitle"`
}

type hrCandidate struct {
	DocumentID hrID              `json:"documentId"`
	Person     hrPerson          `json:"person"`
	Profiles   []hrCandidateView `json:"profiles"`
}

type hrPerson struct {
	ID            hrID             `json:"id"`
	Name          hrName           `json:"name"`
	Communication *hrCommunication `json:"communication,omitempty"`
}

// hrName has the alias of whoever told no name.
type hrName struct {
	FormattedName string `json:"formattedName"`
}

// hrCommunication is where somebody is, and is reached, as far as they opened that.
type hrCommunication struct {
	Address []hrAddress `json:"address,omitempty"`
	Phone   []hrPhone   `json:"phone,omitempty"`
	Email   []hrEmail   `json:"email,omitempty"`
}

type hrPhone struct {
	FormattedNumber string `json:"formattedNumber"`
}

type hrEmail struct {
	Address string `json:"address"`
}

type hrAddress struct {
	CountryCode      string `json:"countryCode"`
	FormattedAddress string `json:"formattedAddress"`
}

type hrCandidateView struct {
	LanguageCode        string            `json:"languageCode"`
	ProfileID           hrID              `json:"profileId"`
	Associated          []hrAssociation   `json:"associatedPositionOpenings"`
	PositionPreferences []hrPreference    `json:"positionPreferences,omitempty"`
	Certifications      []hrCertification `json:"certifications,omitempty"`
	Guidelines          hrGuidelines      `json:"distributionGuidelines"`
}

// hrAssociation ties a candidate to the position, with where they stand; score and
// summary are ours.
type hrAssociation struct {
	PositionOpeningID hrID    `json:"positionOpeningId"`
	PositionTitle     string  `json:"positionTitle"`
	Applied           bool    `json:"candidateAppliedIndicator"`
	Status            string  `json:"candidateStatusCode"`
	Tier              Tier    `json:"matchTier"`
	Score             float64 `json:"matchScore"`
	Summary           string  `json:"matchSummary"`
}

type hrPreference struct {
	RemoteWork hrRemote `json:"remoteWork"`
}

type hrRemote struct {
	Indicator bool `json:"remoteWorkIndicator"`
}

type hrCertification struct {
	ID               hrID   `json:"id"`
	Name             string `json:"name"`
	FirstIssued      string `json:"firstIssued,omitempty"`
	IssuingAuthority hrOrg  `json:"issuingAuthority"`
	// Effective is left out where the earner opened no dates, or it never ends.
	Effective *hrPeriod `json:"effectiveTimePeriod,omitempty"`
}

type hrPeriod struct {
	ValidTo string `json:"validTo"`
}

type hrOrg struct {
	Name string `json:"name"`
}

// hrGuidelines ask whoever imports it to pass it on to nobody.
type hrGuidelines struct {
	DoNotRedistribute bool `json:"doNotRedistributeIndicator"`
}

// hrOpen is the shortlist as HR Open's recruiting documents have positions and
// candidates. Whoever is no longer shown is not in it.
func (x *ExportedShortlist) hrOpen() ([]byte, error) {
	posting := hrID{x.Posting.ID, hrScheme}
	out := hrShortlist{
		PositionOpening: hrPosition{
			DocumentID: posting, Language: x.Posting.Language,
			PostingRequester: hrRequester{hrID{x.Posting.EmployerID, hrScheme}, x.Employer},
			PositionProfiles: []hrProfile{{posting, x.Posting.Title}},
		},
		Candidates: []hrCandidate{},
	}
	for _, row := range x.Rows {
		if row.Candidate != nil {
			out.Candidates = append(out.Candidates, x.hrCandidate(row))
		}
	}
	text, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write HR Open: %w", err)
	}
	return append(text, '\n'), nil
}

func (x *ExportedShortlist) hrCandidate(row ExportedEntry) hrCandidate {
	c := row.Candidate
	id := hrID{c.ID, hrScheme}
	out := hrCandidate{DocumentID: id, Person: hrPerson{ID: id, Name: hrName{c.Alias}}}
	if c.Name != nil {
		out.Person.Name.FormattedName = *c.Name
	}
	out.Person.Communication = c.communication()
	view := hrCandidateView{
		LanguageCode: string(c.Match.language), ProfileID: id, Guidelines: hrGuidelines{true},
		Associated: []hrAssociation{{
			PositionOpeningID: hrID{x.Posting.ID, hrScheme}, PositionTitle: x.Posting.Title, Status: string(row.Stage),
			Tier: c.Match.Tier, Score: c.Match.Score, Summary: c.Match.Summary(nil),
		}},
	}
	if c.Remote {
		view.PositionPreferences = []hrPreference{{hrRemote{true}}}
	}
	for _, a := range c.Awards {
		if a.MicroCredential != nil && a.Issuer != nil {
			view.Certifications = append(view.Certifications, a.certification())
		}
	}
	out.Profiles = []hrCandidateView{view}
	return out
}

// communication is nil of whom nothing is known but the alias.
func (c *Candidate) communication() *hrCommunication {
	var out hrCommunication
	if c.Place != nil {
		out.Address = []hrAddress{{CountryCode: "US", FormattedAddress: c.Place.Name}}
	}
	if c.Phone != nil {
		out.Phone = []hrPhone{{*c.Phone}}
	}
	if c.Email != nil {
		out.Email = []hrEmail{{*c.Email}}
	}
	if out.Address == nil && out.Phone == nil && out.Email == nil {
		return nil
	}
	return &out
}

func (a CandidateAward) certification() hrCertification {
	out := hrCertification{
		ID: hrID{a.ID, hrScheme}, Name: a.MicroCredential.Name, FirstIssued: a.day(), IssuingAuthority: hrOrg{a.Issuer.Name},
	}
	if a.ExpiresOn != nil {
		out.Effective = &hrPeriod{a.ExpiresOn.UTC().Format(time.DateOnly)}
	}
	return out
}

// FileName is what to call the file.
func (x *ExportedShortlist) FileName(format string) string {
	return fmt.Sprintf("shortlist-%s.%s", x.At.UTC().Format(time.DateOnly), format)
}
