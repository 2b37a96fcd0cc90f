package fetch

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// How long an answer is kept. Below a minute nothing is asked again: a record of
// a hundred badges has one issuer.
const (
	leastLasts    = time.Minute
	mostLasts     = 24 * time.Hour
	defaultLasts  = 5 * time.Minute // of a document that does not say
	redirectLasts = 5 * time.Minute
	errorLasts    = time.Minute
	// statusLasts is the time to live of a status list that names none
	// (Bitstring Status List 1.0 §2.2, ttl: 300000 ms).
	statusLasts = 5 * time.Minute
)

// lasting is how long an answer holds. The host says it; but what tells of
// revocation is asked for again soon, and an error sooner.
func lasting(answer *http.Response, body []byte) time.Duration {
	if answer.StatusCode != http.StatusOK {
		return errorLasts
	}
	lasts := min(max(maxAge(answer.Header), leastLasts), mostLasts)
	if text := claims(body); tellsStatus(text) {
		return min(lasts, statusLasts, timeToLive(text))
	}
	return lasts
}

// maxAge reads what is left of an answer's freshness (RFC 9111 §4.2).
func maxAge(header http.Header) time.Duration {
	for directive := range strings.SplitSeq(strings.Join(header.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		switch name {
		case "no-store", "no-cache":
			return 0
		case "max-age":
			return seconds(strings.Trim(value, `"`)) - seconds(header.Get("Age"))
		}
	}
	return defaultLasts
}

// seconds reads a number of them; more than we would ever count are as many as
// we do.
func seconds(text string) time.Duration {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return 0
	}
	return time.Duration(n) * time.Second
}

// claims is what a document says: the payload of a token, else all of it. That
// nothing here is verified does no harm: whoever wrote it also says how long it
// lasts.
func claims(body []byte) []byte {
	if body = bytes.TrimSpace(body); !bytes.HasPrefix(body, []byte("eyJ")) {
		return body
	}
	if parts := bytes.Split(body, []byte(".")); len(parts) == 3 {
		if payload, err := base64.RawURLEncoding.AppendDecode(nil, parts[1]); err == nil {
			return payload
		}
	}
	return body
}

// tellsStatus reports whether a document is a list of what is withdrawn:
// BitstringStatusList, StatusList2021, 1EdTechRevocationList, RevocationList.
func tellsStatus(text []byte) bool {
	return bytes.Contains(text, []byte("StatusList")) || bytes.Contains(text, []byte("RevocationList"))
}

func timeToLive(text []byte) time.Duration {
	var list struct {
		CredentialSubject struct {
			TTL *float64 `json:"ttl"` // in milliseconds
		} `json:"credentialSubject"`
	}
	if err := json.Unmarshal(text, &list); err != nil || list.CredentialSubject.TTL == nil {
		return statusLasts
	}
	ttl := min(max(*list.CredentialSubject.TTL, 0), float64(statusLasts.Milliseconds()))
	return time.Duration(ttl) * time.Millisecond
}
