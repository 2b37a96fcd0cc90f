package server_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/graph"
	"github.com/stackmatch/stackmatch/graph/graphtest"
	"github.com/stackmatch/stackmatch/internal/server"
)

const (
	sendFile  = `{"query":"mutation($file: Upload) { send(file: $file) }","variables":{"file":null}}`
	sendFiles = `{"query":"mutation($files: [Upload!]) { send(files: $files) }","variables":{"files":[null,null]}}`
)

// field is a part of a form; name and type are a file's, encoding is told of it.
type field struct{ key, name, mediaType, encoding, text string }

// formOf writes a form, and gives its Content-Type.
func formOf(fields ...field) (text, contentType string) {
	var out bytes.Buffer
	form := multipart.NewWriter(&out)
	for _, f := range fields {
		header := textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name=%q`, f.key)}}
		if encoded, ok := strings.CutPrefix(f.name, "*="); ok { // RFC 2231
			header.Set("Content-Disposition", fmt.Sprintf(`form-data; name=%q; filename*=%s`, f.key, encoded))
		} else if f.name != "" {
			header.Set("Content-Disposition", fmt.Sprintf(`form-data; name=%q; filename=%q`, f.key, f.name))
		}
		for name, value := range map[string]string{"Content-Type": f.mediaType, "Content-Transfer-Encoding": f.encoding} {
			if value != "" {
				header.Set(name, value)
			}
		}
		part, _ := form.CreatePart(header)
		_, _ = io.WriteString(part, f.text)
	}
	_ = form.Close()
	return out.String(), form.FormDataContentType()
}

// signedIn has every caller be one who is.
func signedIn(c *server.Config) { c.Caller = func(context.Context) string { return "acc_1" } }

// upload sends a form as clients do who know what it needs.
func (r *running) upload(t *testing.T, fields ...field) reply {
	t.Helper()
	text, contentType := formOf(fields...)
	return r.send(t, http.MethodPost, "/graphql", text, "Content-Type", contentType, "GraphQL-Require-Preflight", "1")
}

func TestFilesComeWithAForm(t *testing.T) {
	t.Parallel()
	r := start(t, nil, nil)
	png := field{key: "0", name: "badge.png", mediaType: "image/png; x=1", text: "\x89PNG\r\n--not a boundary\r\n"}
	for _, test := range []struct {
		name   string
		fields []field
		want   string
	}{
		{"one", []field{{key: "operations", text: sendFile}, {key: "map", text: `{"0":["variables.file"]}`}, png}, `[badge.png, image/png, 24 bytes: `},
		{"two", []field{{key: "operations", text: sendFiles}, {key: "map", text: `{"b":["variables.files.1"],"0":["variables.files.0"]}`}, png, {key: "b", text: "second"}}, `[, application/octet-stream, 6 bytes: second]`},
		{"one for two places", []field{{key: "operations", text: sendFiles}, {key: "map", text: `{"0":["variables.files.1","variables.files.0"]}`}, {key: "0", name: "x", text: "same"}}, `[x, application/octet-stream, 4 bytes: same][x, application/octet-stream, 4 bytes: same]`},
		{"operations as a browser's blob", []field{{key: "operations", name: "blob", mediaType: "application/json", text: sendFile}, {key: "map", text: `{"0":["variables.file"]}`}, {key: "0", encoding: "binary"}}, `[, application/octet-stream, 0 bytes: ]`},
		{"a name that no system takes", []field{{key: "operations", text: sendFile}, {key: "map", text: `{"0":["variables.file"]}`}, {key: "0", name: "*=utf-8''a%00%07" + strings.Repeat("%C3%A9", 200), mediaType: "not a type", text: "x"}}, `[a` + strings.Repeat("é", 127) + `, application/octet-stream, 1 bytes: x]`},
		{"no file at all", []field{{key: "operations", text: sendFile}, {key: "map", text: `{}`}}, `"send":""`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := r.upload(t, test.fields...)
			if got.status != http.StatusOK || !strings.Contains(got.text, test.want) {
				t.Errorf("got %d %s, want %s", got.status, got.text, test.want)
			}
		})
	}
	for _, header := range []string{"Apollo-Require-Preflight", "X-Requested-With"} {
		text, contentType := formOf(field{key: "operations", text: sendFile}, field{key: "map", text: `{"0":["variables.file"]}`}, png)
		if got := r.send(t, http.MethodPost, "/graphql", text, "Content-Type", contentType, header, "x"); got.status != http.StatusOK {
			t.Errorf("%s: got %d %s", header, got.status, got.text)
		}
	}
}

func TestAHostileFormIsRefused(t *testing.T) {
	t.Parallel()
	r := start(t, nil, signedIn)
	op, file := field{key: "operations", text: sendFile}, field{key: "0", name: "hunter2.txt", text: "hunter2"}
	mapped := func(text string) field { return field{key: "map", text: text} }
	many := func(n int) string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprintf(`"%d":["variables.file"]`, i))
		}
		return "{" + strings.Join(out, ",") + "}"
	}
	for _, test := range []struct {
		name    string
		fields  []field
		status  int
		message string
	}{
		{"nothing", nil, 400, "in this order"},
		{"map first", []field{mapped(`{"0":["variables.file"]}`), op, file}, 400, "in this order"},
		{"no map", []field{op, file}, 400, "in this order"},
		{"operations alone", []field{op}, 400, "in this order"},
		{"a batch", []field{{key: "operations", text: "\n [" + sendFile + "]"}, mapped(`{"0":["0.variables.file"]}`), file}, 400, "batches"},
		{"operations that are none", []field{{key: "operations", text: "hunter2"}, mapped(`{}`)}, 400, "operations is not a JSON object"},
		{"two operations", []field{op, op, mapped(`{}`)}, 400, "in this order"},
		{"variables that are none", []field{{key: "operations", text: `{"query":"{ hello }","variables":[null]}`}, mapped(`{"0":["variables.0"]}`), file}, 400, "wrong type"},
		{"a map that is none", []field{op, mapped(`[["variables.file"]]`), file}, 400, "map is not"},
		{"a map of texts", []field{op, mapped(`{"0":"variables.file"}`), file}, 400, "map is not"},
		{"a map of nothing", []field{op, mapped(`{"0":[]}`), file}, 400, "gives each file a place"},
		{"null as map", []field{op, mapped(`null`), file}, 400, "map does not name"},
		{"too many files", []field{op, mapped(many(21)), file}, 400, "21 files, 20"},
		{"one file everywhere", []field{op, mapped(`{"0":["variables.file"` + strings.Repeat(`,"variables.x"`, 20) + `]}`), file}, 400, "at most 20"},
		{"one place twice", []field{op, mapped(`{"0":["variables.file"],"1":["variables.file"]}`), file}, 400, "names one twice"},
		{"no such variable", []field{op, mapped(`{"0":["variables.other"]}`), file}, 400, "not null"},
		{"beyond a list", []field{{key: "operations", text: sendFiles}, mapped(`{"0":["variables.files.2"]}`), file}, 400, "not null"},
		{"before a list", []field{{key: "operations", text: sendFiles}, mapped(`{"0":["variables.files.-1"]}`), file}, 400, "not null"},
		{"a very long index", []field{{key: "operations", text: sendFiles}, mapped(`{"0":["variables.files.99999999999999999999"]}`), file}, 400, "not null"},
		{"under a null", []field{op, mapped(`{"0":["variables.file.x"]}`), file}, 400, "not null"},
		{"the whole of the variables", []field{op, mapped(`{"0":["variables"]}`), file}, 400, "not null"},
		{"the query", []field{op, mapped(`{"0":["query"]}`), file}, 400, "not null"},
		{"the extensions", []field{{key: "operations", text: `{"query":"{ hello }","extensions":{"x":null}}`}, mapped(`{"0":["extensions.x"]}`), file}, 400, "not null"},
		{"over a value", []field{{key: "operations", text: strings.Replace(sendFile, "null", `"x"`, 1)}, mapped(`{"0":["variables.file"]}`), file}, 400, "not null"},
		{"without variables", []field{{key: "operations", text: `{"query":"{ hello }"}`}, mapped(`{"0":["variables.file"]}`), file}, 400, "not null"},
		{"a file that is not mapped", []field{op, mapped(`{}`), file}, 400, "map does not name"},
		{"a file twice", []field{op, mapped(`{"0":["variables.file"]}`), file, file}, 400, "or has one twice"},
		{"a file that is not there", []field{op, mapped(`{"0":["variables.file"]}`)}, 400, "lacks a file"},
		{"an encoded file", []field{op, mapped(`{"0":["variables.file"]}`), {key: "0", encoding: "Quoted-Printable", text: "=41"}}, 400, "Content-Transfer-Encoding"},
		{"a file in a text", []field{{key: "operations", text: `{"query":"query($n: String) { hello(name: $n) }","variables":{"n":null}}`}, mapped(`{"0":["variables.n"]}`), file}, 200, "cannot use struct as String"},
		{"a file in another scalar", []field{{key: "operations", text: `{"query":"mutation($n: Note) { send(note: $n) }","variables":{"n":null}}`}, mapped(`{"0":["variables.n"]}`), file}, 200, "no file is taken here"},
		{"a file in a number", []field{{key: "operations", text: `{"query":"query($n: [Int!]!) { sum(numbers: $n) }","variables":{"n":[null]}}`}, mapped(`{"0":["variables.n.0"]}`), file}, 200, "cannot use struct as Int"},
		{"a long map", []field{op, mapped(strings.Repeat(" ", 17<<10))}, 413, "map is larger"},
		{"a long text", []field{{key: "operations", text: `{"query":"` + strings.Repeat(" ", 1<<20) + `"}`}, mapped(`{}`)}, 413, "operations is larger"},
		{"more than we take", []field{op, mapped(`{"0":["variables.file"]}`), {key: "0", text: strings.Repeat("x", 10<<20)}}, 413, "the body is larger"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := r.upload(t, test.fields...)
			if got.status != test.status || got.code() != "BAD_USER_INPUT" || !strings.Contains(got.text, test.message) {
				t.Errorf("got %d %s, want %d %q", got.status, got.text, test.status, test.message)
			}
			if strings.Contains(got.text, "hunter2") || strings.Contains(got.text, `"data"`) {
				t.Errorf("got %s", got.text)
			}
		})
	}
}

func TestAFormIsReadToItsEndOrNotAtAll(t *testing.T) {
	t.Parallel()
	r := start(t, nil, nil)
	text, contentType := formOf(field{key: "operations", text: sendFile}, field{key: "map", text: `{"0":["variables.file"]}`}, field{key: "0", text: "hunter2"})
	if got := r.send(t, http.MethodPost, "/graphql", text, "Content-Type", contentType, "X-Requested-With", "x"); got.status != http.StatusOK {
		t.Fatalf("whole: got %d %s", got.status, got.text)
	}
	whole := strings.LastIndex(text, "--") + len("--")
	for cut := range whole {
		got := r.send(t, http.MethodPost, "/graphql", text[:cut], "Content-Type", contentType, "X-Requested-With", "x")
		if got.status != http.StatusBadRequest || got.code() != "BAD_USER_INPUT" {
			t.Errorf("cut at %d: got %d %s", cut, got.status, got.text)
		}
	}
	for _, wrong := range []string{"multipart/form-data", `multipart/form-data; boundary="` + strings.Repeat("x", 80) + `"`, "multipart/form-data; boundary=other"} {
		if got := r.send(t, http.MethodPost, "/graphql", text, "Content-Type", wrong, "X-Requested-With", "x"); got.status != http.StatusBadRequest {
			t.Errorf("%q: got %d %s", wrong, got.status, got.text)
		}
	}
	for _, wrong := range []string{"multipart/mixed; boundary=x", "multipart/form-data; boundary=", "multipart/form-data; boundary=x; boundary=y"} {
		if got := r.send(t, http.MethodPost, "/graphql", text, "Content-Type", wrong, "X-Requested-With", "x"); got.status != http.StatusUnsupportedMediaType {
			t.Errorf("%q: got %d %s", wrong, got.status, got.text)
		}
	}
}

func TestNoOtherSiteSendsAForm(t *testing.T) {
	t.Parallel()
	r := start(t, nil, func(c *server.Config) { c.Origins = []string{"https://portal.example"} })
	text, contentType := formOf(field{key: "operations", text: sendFile}, field{key: "map", text: `{}`})
	for _, test := range []struct {
		name    string
		headers []string
		status  int
		code    string
	}{
		{"an old browser's form, which tells no origin", nil, 400, "BAD_USER_INPUT"},
		{"an empty header", []string{"X-Requested-With", ""}, 400, "BAD_USER_INPUT"},
		{"another site's form", []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403, "FORBIDDEN"},
		{"another site's script", []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site", "X-Requested-With", "x"}, 403, "FORBIDDEN"},
		{"the portal's form", []string{"Origin", "https://portal.example", "Sec-Fetch-Site", "cross-site"}, 400, "BAD_USER_INPUT"},
		{"the portal's script", []string{"Origin", "https://portal.example", "Sec-Fetch-Site", "cross-site", "X-Requested-With", "x"}, 200, ""},
	} {
		got := r.send(t, http.MethodPost, "/graphql", text, append([]string{"Content-Type", contentType}, test.headers...)...)
		if got.status != test.status || got.code() != test.code {
			t.Errorf("%s: got %d %s, want %d", test.name, got.status, got.text, test.status)
		}
	}
	// In the order of the alphabet, as browsers send them.
	for _, headers := range []string{"content-type,graphql-require-preflight", "apollo-require-preflight,content-type", "content-type,x-requested-with"} {
		for origin, want := range map[string]bool{"https://portal.example": true, "https://evil.example": false} {
			got := r.send(t, http.MethodOptions, "/graphql", "", "Origin", origin,
				"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", headers)
			if allowed := got.header.Get("Access-Control-Allow-Headers") != ""; allowed != want {
				t.Errorf("%s asks for %s: allowed %v, want %v", origin, headers, allowed, want)
			}
		}
	}
}

func TestALargeFormIsRefusedBeforeItIsSent(t *testing.T) {
	t.Parallel()
	r := start(t, nil, nil)
	connection, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(t.Context(), "tcp", strings.TrimPrefix(r.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	_, _ = fmt.Fprintf(connection, "POST /graphql HTTP/1.1\r\nHost: x\r\nX-Requested-With: x\r\n"+
		"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n--x", 11<<20)
	status := make([]byte, len("HTTP/1.1 413"))
	if _, err := io.ReadFull(connection, status); err != nil || string(status) != "HTTP/1.1 413" {
		t.Errorf("got %q, %v", status, err)
	}
}

// FuzzForm: whatever a form holds, it is answered, and the server stands.
func FuzzForm(f *testing.F) {
	s, err := server.New(server.Config{Schema: graphtest.New(nil, graph.Served)})
	if err != nil {
		f.Fatal(err)
	}
	for _, operation := range []string{sendFile, sendFiles, "[]", `{"query":"{ hello }","variables":{"a":[{"b":null}]}}`} {
		for _, places := range []string{`{"0":["variables.file"]}`, `{"0":["variables.files.0"],"1":["variables.files.1"]}`, `{"0":["variables.a.0.b"]}`, `null`} {
			f.Add(operation, places, "0", "content")
		}
	}
	f.Fuzz(func(t *testing.T, operation, places, key, content string) {
		text, contentType := formOf(field{key: "operations", text: operation}, field{key: "map", text: places}, field{key: key, name: content, text: content})
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(text))
		request.Header.Set("Content-Type", contentType)
		request.Header.Set("X-Requested-With", "x")
		recorder := httptest.NewRecorder()
		s.Handler().ServeHTTP(recorder, request)
		if recorder.Code != http.StatusOK && recorder.Code != http.StatusBadRequest && recorder.Code != http.StatusMethodNotAllowed {
			t.Errorf("got %d %s", recorder.Code, recorder.Body)
		}
	})
}

// TestAFormLeavesNoFileBehind is not parallel: it gives the process a directory
// for temporary files of its own.
func TestAFormLeavesNoFileBehind(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	r := start(t, nil, func(c *server.Config) { signedIn(c); c.MaxForm = 64 << 20 })
	got := r.upload(t, field{key: "operations", text: sendFile}, field{key: "map", text: `{"0":["variables.file"]}`},
		field{key: "0", text: strings.Repeat("x", 40<<20)}) // ParseMultipartForm would keep 32 MiB in memory
	if got.status != http.StatusOK || !strings.Contains(got.text, fmt.Sprint(40<<20, " bytes")) {
		t.Errorf("got %d %.200s", got.status, got.text)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v are left, %v", left, err)
	}
}
