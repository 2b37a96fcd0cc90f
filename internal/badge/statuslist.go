package badge

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge/status"
)

// maxListBytes bounds a list once it is unpacked: 33 million entries.
const maxListBytes = 4 << 20

// listForm is a kind of status list: the types that its credential and its
// subject have to have, and how it is written.
type listForm struct {
	credential, subject string
	decode              func(encoded string, maxBytes int) (status.List, error)
}

// listForms are the kinds, by the type of the entry in a badge: Bitstring Status
// List 1.0, and its draft of 2021, which is still out there.
var listForms = map[string]listForm{
	"BitstringStatusListEntry": {"BitstringStatusListCredential", "BitstringStatusList", status.Decode},
	"StatusList2021Entry":      {"StatusList2021Credential", "StatusList2021", status.DecodeLegacy},
}

// statusList is a list that was fetched and verified.
type statusList struct {
	found   finding
	badge   *Badge
	subject map[string]any
	parts   []Part
}

// looked looks one entry of a badge up in the list that it names (Bitstring Status
// List 1.0 §3.2).
func (r *run) looked(b *Badge, entry map[string]any, form listForm) (finding, []Part) {
	address := text(entry, "statusListCredential")
	l := r.statusList(address, form)
	if !l.found.passed() {
		return l.found, l.parts
	}
	purpose := text(entry, "statusPurpose")
	if !slices.Contains(texts(l.subject, "statusPurpose"), purpose) || purpose == "" {
		return unknown(ReasonStatusVerification, purpose), l.parts
	}
	value, f := l.value(entry, form)
	if f.passed() {
		f = judge(purpose, value, entry)
	}
	if f.passed() && l.badge.issuer() != b.issuer() {
		f = unknown(ReasonStatusIssuer, l.badge.issuer())
	}
	return f, l.parts
}

// statusList fetches and verifies a list, once however many entries name it.
func (r *run) statusList(address string, form listForm) statusList {
	key := form.credential + " " + address
	if l, known := r.spent.lists[key]; known {
		l.parts = nil
		return l
	}
	l := r.fetchList(address, form)
	if r.spent.lists == nil {
		r.spent.lists = map[string]statusList{}
	}
	r.spent.lists[key] = l
	return l
}

func (r *run) fetchList(address string, form listForm) statusList {
	d, f := r.retrieved(address)
	if !f.passed() {
		return statusList{found: f}
	}
	if !r.take() {
		return statusList{found: unknown(ReasonTooComplex, "")}
	}
	b := Parse(d.Body)
	found, report := r.inside().own(b)
	l := statusList{badge: b, parts: []Part{{Path: address, Kind: PartStatusList, Report: report}}}
	subjects := objects(b.doc, "credentialSubject")
	switch {
	case !b.readable():
		l.found = unknown(ReasonStatusMalformed, address)
	case found.verdict() != Valid,
		!slices.Contains(texts(b.doc, "type"), form.credential),
		len(subjects) != 1 || !slices.Contains(texts(subjects[0], "type"), form.subject):
		l.found = unknown(ReasonStatusVerification, address)
	default:
		l.found, l.subject = pass(), subjects[0]
	}
	return l
}

// value reads the entry's place in the list.
func (l statusList) value(entry map[string]any, form listForm) (uint64, finding) {
	size, ok := entrySize(entry)
	if !ok {
		return 0, unknown(ReasonStatusMalformed, "statusSize")
	}
	index, ok := entryIndex(entry)
	if !ok {
		return 0, unknown(ReasonStatusRange, "statusListIndex")
	}
	bits, err := form.decode(text(l.subject, "encodedList"), maxListBytes)
	if err != nil {
		return 0, unknown(ReasonStatusMalformed, "encodedList")
	}
	if n := bits.Len(size); n < status.MinEntries && (n != status.DCCEntries || size != 1) {
		return 0, unknown(ReasonStatusLength, strconv.Itoa(n))
	}
	value, err := bits.At(index, size)
	if errors.Is(err, status.ErrRange) {
		return 0, unknown(ReasonStatusRange, strconv.Itoa(index))
	}
	if err != nil {
		return 0, unknown(ReasonStatusMalformed, "statusSize")
	}
	return value, pass()
}

// entryIndex reads the place of a badge in its list: a string of digits, or the
// number that some issuers write.
func entryIndex(entry map[string]any) (int, bool) {
	if s, ok := entry["statusListIndex"].(string); ok {
		i, err := strconv.Atoi(s)
		return i, err == nil && !strings.HasPrefix(s, "+") && !strings.HasPrefix(s, "-")
	}
	i, ok := number(entry["statusListIndex"])
	return int(i), ok && i >= 0 && i < 1<<31
}

// entrySize reads how many bits an entry has, and asks that each value that they
// can have is explained (Bitstring Status List 1.0 §2.1).
func entrySize(entry map[string]any) (int, bool) {
	if _, found := entry["statusSize"]; !found {
		return 1, true
	}
	size, ok := number(entry["statusSize"])
	if !ok || size < 1 || size > 16 {
		return 0, false
	}
	return int(size), size == 1 || len(messages(entry)) == 1<<size
}

// messages are the explanations of the values of an entry, under the name of the
// standard or that of its drafts.
func messages(entry map[string]any) []map[string]any {
	return append(objects(entry, "statusMessage"), objects(entry, "statusMessages")...)
}

// judge tells what a value means for the badge. A message explains itself, and
// refresh says that there is a newer one; neither takes it back.
func judge(purpose string, value uint64, entry map[string]any) finding {
	switch {
	case value == 0:
		return pass()
	case purpose == "revocation":
		return fail(ReasonRevoked, "")
	case purpose == "suspension":
		return fail(ReasonSuspended, "")
	case purpose == "refresh":
		return pass()
	case purpose == "message":
		return finding{outcome: Pass, about: message(value, entry)}
	default:
		return unknown(ReasonStatusUnsupported, purpose)
	}
}

// message finds the explanation of a value, which is written in hexadecimal.
func message(value uint64, entry map[string]any) string {
	for _, m := range messages(entry) {
		n, err := strconv.ParseUint(strings.TrimPrefix(text(m, "status"), "0x"), 16, 64)
		if err == nil && n == value {
			return text(m, "message")
		}
	}
	return ""
}
