package server

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// The media types of answers.
// https://graphql.github.io/graphql-over-http/draft/#sec-Media-Types
const (
	typeResponse = "application/graphql-response+json"
	typeJSON     = "application/json"
)

// negotiated is the media type to answer with; false when the client takes
// neither. Without a wish it is application/json, as the draft wants until
// clients have moved on.
func negotiated(r *http.Request) (string, bool) {
	accept := strings.Join(r.Header.Values("Accept"), ",")
	if strings.TrimSpace(accept) == "" {
		return typeJSON, true
	}
	response, json := 0.0, -1.0
	var any float64
	for part := range strings.SplitSeq(accept, ",") {
		media, parameters, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		weight := quality(parameters["q"])
		switch media {
		case typeResponse:
			response = max(response, weight)
		case typeJSON:
			json = max(json, weight)
		case "application/*", "*/*":
			any = max(any, weight)
		}
	}
	if json < 0 {
		json = any
	}
	switch {
	case response > 0 && response >= json:
		return typeResponse, true
	case json > 0:
		return typeJSON, true
	}
	return "", false
}

func quality(text string) float64 {
	if text == "" {
		return 1
	}
	weight, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return weight
}

// isJSON says whether a request's body is JSON in UTF-8.
func isJSON(r *http.Request) bool {
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != typeJSON {
		return false
	}
	charset := strings.ToLower(parameters["charset"])
	return charset == "" || charset == "utf-8" || charset == "utf8"
}
