package badge

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"maps"
	"strconv"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/status"
)

const listURL = "https://forest.example/status/1"

// list is a status list of the maker's, not signed yet, with some places set.
func (m maker) list(t testing.TB, purpose any, entries int, on ...int) map[string]any {
	t.Helper()
	bits := make([]byte, entries/8)
	for _, i := range on {
		bits[i/8] |= 0x80 >> (i % 8)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(bits); err != nil || w.Close() != nil {
		t.Fatal("pack the list")
	}
	return map[string]any{
		"@context": []any{contextVC2}, "id": listURL, "issuer": m.id, "validFrom": "2026-01-01T00:00:00Z",
		"type": []any{"VerifiableCredential", "BitstringStatusListCredential"},
		"credentialSubject": map[string]any{
			"id": listURL + "#list", "type": "BitstringStatusList", "statusPurpose": purpose, "encodedList": "u" + base64.RawURLEncoding.EncodeToString(packed.Bytes()),
		},
	}
}

// entry is a place in a list, as a badge names it.
func entry(purpose string, index any) map[string]any {
	return map[string]any{
		"type": "BitstringStatusListEntry", "statusPurpose": purpose, "statusListIndex": index,
		"statusListCredential": listURL,
	}
}

func with(o map[string]any, more map[string]any) map[string]any {
	o = maps.Clone(o)
	maps.Copy(o, more)
	return o
}

// signedList is a list as its host serves it.
func signedList(t testing.TB, m maker, list map[string]any) Documents {
	t.Helper()
	return Documents{listURL: served(m.sign(t, list))}
}

// statusOf verifies a badge with a status and compares.
func statusOf(t *testing.T, m maker, entries any, docs Documents, verdict Verdict, reason Reason) Report {
	t.Helper()
	doc := m.award()
	doc["@context"] = append(doc["@context"].([]any), "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
	doc["credentialStatus"] = entries
	return check(t, bytesOf(t, m.sign(t, doc)), docs, Policy{}, verdict, reason)
}

func TestAStatusIsReadAtItsPlace(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	docs := signedList(t, school, school.list(t, "revocation", status.MinEntries, 0, 7, 131071))
	for name, c := range map[string]struct {
		index   any
		verdict Verdict
		reason  Reason
	}{
		"the first place":        {"0", Invalid, ReasonRevoked},
		"its neighbor":           {"1", Valid, ""},
		"the last bit of a byte": {"7", Invalid, ReasonRevoked},
		"the first of the next":  {"8", Valid, ""},
		"the last place":         {"131071", Invalid, ReasonRevoked},
		"behind the last":        {"131072", Indeterminate, ReasonStatusRange},
		"far behind":             {"9223372036854775807", Indeterminate, ReasonStatusRange},
		"further":                {"99999999999999999999", Indeterminate, ReasonStatusRange},
		"before the first":       {"-1", Indeterminate, ReasonStatusRange},
		"no number":              {"seven", Indeterminate, ReasonStatusRange},
		"with a sign":            {"+7", Indeterminate, ReasonStatusRange},
		"as a number":            {7, Invalid, ReasonRevoked},
		"as another number":      {6, Valid, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			statusOf(t, school, entry("revocation", c.index), docs, c.verdict, c.reason)
		})
	}
}

func TestAListThatDoesNotHoldLeavesTheStatusUnknown(t *testing.T) {
	t.Parallel()
	school, mallory := newMaker(t, "school", keys.Ed25519), newMaker(t, "mallory", keys.Ed25519)
	good := school.list(t, "revocation", status.MinEntries, 9)
	signed := school.sign(t, good)
	for name, c := range map[string]struct {
		docs   Documents
		reason Reason
	}{
		"not fetched":      {nil, ReasonStatusRetrieval},
		"not found":        {Documents{listURL: {Status: 404}}, ReasonStatusRetrieval},
		"no answer":        {Documents{listURL: {Err: "timeout"}}, ReasonStatusRetrieval},
		"not signed":       {Documents{listURL: served(good)}, ReasonStatusVerification},
		"no list":          {Documents{listURL: served(school.sign(t, school.award()))}, ReasonStatusVerification},
		"not JSON":         {Documents{listURL: {Status: 200, Body: []byte("<html>")}}, ReasonStatusMalformed},
		"changed":          {Documents{listURL: {Status: 200, Body: retold(t, signed, setting("2026-01-02T00:00:00Z", "validFrom"))}}, ReasonStatusVerification},
		"signed by others": {signedList(t, mallory, good), ReasonStatusVerification},
		"another's":        {signedList(t, mallory, mallory.list(t, "revocation", status.MinEntries)), ReasonStatusIssuer},
		"past its time":    {signedList(t, school, with(good, map[string]any{"validUntil": "2026-02-01T00:00:00Z"})), ReasonStatusVerification},
		"before its time":  {signedList(t, school, with(good, map[string]any{"validFrom": "2036-02-01T00:00:00Z"})), ReasonStatusVerification},
		"other purpose":    {signedList(t, school, school.list(t, "suspension", status.MinEntries)), ReasonStatusVerification},
		"no purpose":       {signedList(t, school, school.list(t, []any{}, status.MinEntries)), ReasonStatusVerification},
		"too short":        {signedList(t, school, school.list(t, "revocation", 131064)), ReasonStatusLength},
		"no encoding": {signedList(t, school, with(good, map[string]any{"credentialSubject": map[string]any{
			"id": "urn:x:y", "type": "BitstringStatusList", "statusPurpose": "revocation",
		}})), ReasonStatusMalformed},
		"other type": {signedList(t, school, with(good, map[string]any{"type": []any{"VerifiableCredential"}})), ReasonStatusVerification},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			statusOf(t, school, entry("revocation", "5"), c.docs, Indeterminate, c.reason)
		})
	}
	statusOf(t, school, entry("revocation", "5"), Documents{listURL: served(signed)}, Valid, "")
	statusOf(t, school, entry("revocation", "5"), Documents{listURL: {Blocked: "private"}}, Invalid, ReasonFetchBlocked)
	statusOf(t, school, with(entry("revocation", "5"), map[string]any{"statusListCredential": "https://10.0.0.1/x"}),
		nil, Invalid, ReasonFetchBlocked)
	// Lists of the Digital Credentials Consortium are shorter, all by the same.
	dcc := school.list(t, "revocation", status.DCCEntries, 5)
	statusOf(t, school, entry("revocation", "6"), signedList(t, school, dcc), Valid, "")
	statusOf(t, school, entry("revocation", "5"), signedList(t, school, dcc), Invalid, ReasonRevoked)
	// Another's list may not clear a badge, but what it says against one counts.
	statusOf(t, school, entry("revocation", "5"), signedList(t, mallory, mallory.list(t, "revocation", status.MinEntries, 5)),
		Invalid, ReasonRevoked)
}

func TestEveryEntryAndPurposeCounts(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	docs := signedList(t, school, school.list(t, []any{"revocation", "suspension", "refresh", "other"}, status.MinEntries, 3))
	for name, c := range map[string]struct {
		entries any
		verdict Verdict
		reason  Reason
	}{
		"both clear":           {[]any{entry("revocation", "1"), entry("suspension", "2")}, Valid, ""},
		"the second set":       {[]any{entry("revocation", "1"), entry("suspension", "3")}, Invalid, ReasonSuspended},
		"both set":             {[]any{entry("suspension", "3"), entry("revocation", "3")}, Invalid, ReasonRevoked},
		"the second unknown":   {[]any{entry("revocation", "1"), entry("revocation", "131072")}, Indeterminate, ReasonStatusRange},
		"unknown and set":      {[]any{entry("revocation", "131072"), entry("revocation", "3")}, Invalid, ReasonRevoked},
		"there is a newer one": {entry("refresh", "3"), Valid, ""},
		"who knows what":       {entry("other", "3"), Indeterminate, ReasonStatusUnsupported},
		"who knows, not set":   {entry("other", "4"), Valid, ""},
		"no purpose":           {with(entry("", "4"), nil), Indeterminate, ReasonStatusVerification},
		"an unknown kind":      {map[string]any{"id": "urn:x:y", "type": "https://example.org/Status"}, Indeterminate, ReasonStatusUnsupported},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := statusOf(t, school, c.entries, docs, c.verdict, c.reason)
			if lists := len(r.Parts); lists > 1 {
				t.Errorf("the list was verified %d times", lists)
			}
		})
	}
}

func TestEntriesOfSeveralBitsCarryMessages(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	// Entry 3 of two bits each is 10, entry 4 is 01.
	docs := signedList(t, school, school.list(t, []any{"message", "revocation"}, 2*status.MinEntries, 6, 9))
	messages := []any{
		map[string]any{"status": "0x0", "message": "fine"},
		map[string]any{"status": "0x1", "message": "odd"},
		map[string]any{"status": "0x2", "message": "under review"},
		map[string]any{"status": "0x3", "message": "lost"},
	}
	sized := func(purpose, index string, size int, messages []any) map[string]any {
		return with(entry(purpose, index), map[string]any{"statusSize": size, "statusMessage": messages})
	}
	r := statusOf(t, school, sized("message", "3", 2, messages), docs, Valid, "")
	if got := r.Check(CheckStatus).Detail; got != "The issuer has neither revoked nor suspended it: under review." {
		t.Errorf("told %q", got)
	}
	statusOf(t, school, sized("message", "2", 2, messages), docs, Valid, "")
	statusOf(t, school, sized("revocation", "4", 2, messages), docs, Invalid, ReasonRevoked)
	statusOf(t, school, sized("revocation", "5", 2, messages), docs, Valid, "")
	statusOf(t, school, sized("message", "3", 2, messages[:3]), docs, Indeterminate, ReasonStatusMalformed)
	statusOf(t, school, sized("message", "3", 0, messages), docs, Indeterminate, ReasonStatusMalformed)
	statusOf(t, school, sized("message", "3", 99, messages), docs, Indeterminate, ReasonStatusMalformed)
	short := signedList(t, school, school.list(t, "message", status.MinEntries))
	statusOf(t, school, sized("message", "3", 2, messages), short, Indeterminate, ReasonStatusLength)
}

func TestAStatusIsOnlyAskedForOnceTheBadgeIsProven(t *testing.T) {
	t.Parallel()
	school, mallory := newMaker(t, "school", keys.Ed25519), newMaker(t, "mallory", keys.Ed25519)
	doc := school.award()
	doc["credentialStatus"] = entry("revocation", "5")
	p := Policy{Now: testClock}
	good := Parse(bytesOf(t, school.sign(t, doc)))
	if got := good.Needs(nil, p); len(got) != 1 || got[0] != listURL {
		t.Errorf("needs %q", got)
	}
	for name, content := range map[string][]byte{
		"by another": bytesOf(t, mallory.sign(t, doc)),
		"changed":    retold(t, school.sign(t, doc), setting("2026-01-11T09:00:00Z", "validFrom")),
	} {
		if got := Parse(content).Needs(nil, p); len(got) != 0 {
			t.Errorf("%s: needs %q", name, got)
		}
		if o := Verify(Parse(content), nil, p).Check(CheckStatus).Outcome; o != NotApplicable {
			t.Errorf("%s: status %s", name, o)
		}
	}
}

func TestTheOldStatusListIsRead(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	list := school.list(t, "revocation", status.MinEntries, 3)
	encoded := list["credentialSubject"].(map[string]any)["encodedList"].(string)
	list["@context"] = []any{contextVC1, "https://w3id.org/vc/status-list/2021/v1", "https://w3id.org/security/data-integrity/v2"}
	list["type"] = []any{"VerifiableCredential", "StatusList2021Credential"}
	list["issuanceDate"] = list["validFrom"]
	delete(list, "validFrom")
	set(list, "StatusList2021", "credentialSubject", "type")
	set(list, encoded[1:], "credentialSubject", "encodedList")
	docs := signedList(t, school, list)
	for index, want := range map[int]Reason{2: "", 3: ReasonRevoked} {
		doc := school.award()
		doc["@context"] = []any{contextVC1, contextOB303, "https://w3id.org/vc/status-list/2021/v1", "https://w3id.org/security/data-integrity/v2"}
		doc["issuanceDate"] = doc["validFrom"]
		delete(doc, "validFrom")
		doc["credentialStatus"] = map[string]any{
			"id": listURL + "#" + strconv.Itoa(index), "type": "StatusList2021Entry", "statusPurpose": "revocation",
			"statusListIndex": strconv.Itoa(index), "statusListCredential": listURL,
		}
		verdict := Valid
		if want != "" {
			verdict = Invalid
		}
		check(t, bytesOf(t, school.sign(t, doc)), docs, Policy{}, verdict, want)
	}
}

func TestRevocationListsOf1EdTech(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	id := school.award()["id"]
	place := map[string]any{"id": listURL, "type": "1EdTechRevocationList"}
	list := func(issuer string, entries ...any) Documents {
		return Documents{listURL: served(map[string]any{"id": listURL, "issuer": issuer, "revokedCredential": entries})}
	}
	for name, c := range map[string]struct {
		docs    Documents
		verdict Verdict
		reason  Reason
	}{
		"empty":            {list(school.id), Valid, ""},
		"another listed":   {list(school.id, map[string]any{"id": "urn:x:y", "revoked": true}), Valid, ""},
		"listed":           {list(school.id, map[string]any{"id": id, "revoked": true}), Invalid, ReasonRevoked},
		"without a word":   {list(school.id, map[string]any{"id": id}), Invalid, ReasonRevoked},
		"taken back":       {list(school.id, map[string]any{"id": id, "revoked": false}), Valid, ""},
		"another's":        {list(schoolDID), Indeterminate, ReasonStatusIssuer},
		"another's, set":   {list(schoolDID, map[string]any{"id": id}), Invalid, ReasonRevoked},
		"not there":        {Documents{listURL: {Status: 404}}, Indeterminate, ReasonStatusRetrieval},
		"not JSON":         {Documents{listURL: {Status: 200, Body: []byte("x")}}, Indeterminate, ReasonStatusMalformed},
		"of another shape": {Documents{listURL: served(map[string]any{"issuer": school.id, "revokedCredential": "none"})}, Indeterminate, ReasonStatusMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			statusOf(t, school, place, c.docs, c.verdict, c.reason)
		})
	}
}
