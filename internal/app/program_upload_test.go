package app_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
)

// file is a variable that is uploaded.
type file struct{ name, content string }

// filesIn finds the files of variables, by their paths.
func filesIn(at string, value any) map[string]file {
	found := map[string]file{}
	switch v := value.(type) {
	case file:
		found[at] = v
	case vars:
		return filesIn(at, map[string]any(v))
	case map[string]any:
		for key, member := range v {
			maps.Copy(found, filesIn(at+"."+key, member))
		}
	case []vars:
		for i, member := range v {
			maps.Copy(found, filesIn(at+"."+strconv.Itoa(i), member))
		}
	}
	return found
}

// MarshalJSON writes null: a file's content is in a part of its own.
func (file) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// uploads sends an operation with files, as the GraphQL multipart request
// specification says.
func (p person) uploads(operation string, with vars, files map[string]file) answer {
	p.t.Helper()
	paths, places := slices.Sorted(maps.Keys(files)), map[string][]string{}
	for i, at := range paths {
		places[strconv.Itoa(i)] = []string{at}
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, field := range []struct {
		name  string
		value any
	}{{"operations", vars{"query": operation, "variables": with}}, {"map", places}} {
		text, err := json.Marshal(field.value)
		if err == nil {
			err = form.WriteField(field.name, string(text))
		}
		if err != nil {
			p.t.Fatal(err)
		}
	}
	for i, at := range paths {
		part, err := form.CreateFormFile(strconv.Itoa(i), files[at].name)
		if err == nil {
			_, err = part.Write([]byte(files[at].content))
		}
		if err != nil {
			p.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		p.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(p.t.Context(), http.MethodPost, "/graphql", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("GraphQL-Require-Preflight", "1")
	r.Header.Set("Authorization", "Bearer "+p.token())
	w := httptest.NewRecorder()
	p.api.ServeHTTP(w, r)
	var got answer
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		p.t.Fatalf("%s: %v", w.Body, err)
	}
	return got
}

// opens asks for a file at its path.
func (p person) opens(url string) (status int, body string) {
	p.t.Helper()
	r := httptest.NewRequestWithContext(p.t.Context(), http.MethodGet, url, nil)
	if token := p.token(); token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	p.api.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}
