package server_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/graph/graphtest"
	"github.com/stackmatch/stackmatch/internal/server"
)

// uploads is a server for large forms, with a directory of its own for them. The
// header Caller says who calls.
func uploads(t *testing.T) (*running, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "uploads")
	type callerKey struct{}
	r := start(t, nil, func(c *server.Config) {
		c.Uploads, c.MaxForm = dir, 80<<20
		c.Viewer = func(r *http.Request) (context.Context, error) {
			return context.WithValue(r.Context(), callerKey{}, r.Header.Get("Caller")), nil
		}
		c.Caller = func(ctx context.Context) string { return ctx.Value(callerKey{}).(string) }
	})
	return r, dir
}

// left are the files in a directory, and those of it that this process has open.
func left(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		names = append(names, file.Name())
	}
	open, _ := filepath.Glob("/proc/self/fd/*") // none on other systems
	for _, fd := range open {
		if target, err := os.Readlink(fd); err == nil && strings.HasPrefix(target, dir+"/") {
			names = append(names, target)
		}
	}
	return names
}

// opening is the beginning of a form with one file, up to the file's content.
const opening = "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n" + sendFile +
	"\r\n--x\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{\"0\":[\"variables.file\"]}" +
	"\r\n--x\r\nContent-Disposition: form-data; name=\"0\"; filename=\"film.mp4\"\r\n\r\n"

// TestALargeUploadIsNeverWholeInMemory is not parallel: it measures the process, in
// which the client is too.
//
//nolint:paralleltest // it measures the heap
func TestALargeUploadIsNeverWholeInMemory(t *testing.T) {
	r, dir := uploads(t)
	const size, most = 64 << 20, 16 << 20
	heap := func() uint64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	before := heap()
	var highest atomic.Uint64
	var spooled atomic.Bool
	body := io.MultiReader(strings.NewReader(opening), &watched{left: size, look: func() {
		highest.Store(max(highest.Load(), heap()))
		if len(left(t, dir)) > 0 {
			spooled.Store(true)
		}
	}}, strings.NewReader("\r\n--x--\r\n"))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/graphql", body)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Content-Type": "multipart/form-data; boundary=x", "X-Requested-With": "x", "Caller": "acc_1"} {
		request.Header.Set(name, value)
	}
	response, err := r.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, _ := io.ReadAll(response.Body)
	if want := fmt.Sprintf("[film.mp4, application/octet-stream, %d bytes: xxxx", size); !strings.Contains(string(text), want) {
		t.Errorf("got %d %.300s", response.StatusCode, text)
	}
	if grew := int64(highest.Load()) - int64(before); grew > most {
		t.Errorf("the heap grew by %d bytes, want at most %d", grew, most)
	}
	if runtime.GOOS == "linux" && !spooled.Load() {
		t.Error("no file was seen on the disk: is it in memory?")
	}
	if err := r.stop(); err != nil || len(left(t, dir)) > 0 {
		t.Errorf("%v is left, %v", left(t, dir), err)
	}
}

// watched is a file of x, that has someone look at every 4 MiB of it.
type watched struct {
	left int
	look func()
}

func (w *watched) Read(p []byte) (int, error) {
	if w.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), w.left)
	for i := range n {
		p[i] = 'x'
	}
	if (w.left-n)>>22 != w.left>>22 {
		w.look()
	}
	w.left -= n
	return n, nil
}

// line is a connection on which a test writes what it likes.
type line struct {
	net.Conn
	answers *bufio.Reader
}

// dial begins a form of a size, and gives the status of the first answer: 100 is that
// the server reads.
func (r *running) dial(t *testing.T, caller string, size int) (*line, int) {
	t.Helper()
	connection, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(t.Context(), "tcp", strings.TrimPrefix(r.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	l := &line{connection, bufio.NewReader(connection)}
	_, _ = fmt.Fprintf(l, "POST /graphql HTTP/1.1\r\nHost: x\r\nX-Requested-With: x\r\nCaller: %s\r\nExpect: 100-continue\r\n"+
		"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n", caller, size)
	return l, l.status(t)
}

// status is the next answer's.
func (l *line) status(t *testing.T) int {
	t.Helper()
	head, err := l.answers.ReadString('\n')
	for text := head; err == nil && text != "\r\n"; {
		text, err = l.answers.ReadString('\n')
		if strings.HasPrefix(text, "Retry-After: ") {
			head += text
		}
	}
	status := 0
	if _, err := fmt.Sscanf(head, "HTTP/1.1 %d", &status); err != nil {
		t.Fatalf("got %q, %v", head, err)
	}
	if strings.Contains(head, "Retry-After") != (status == http.StatusServiceUnavailable) {
		t.Errorf("got %q", head)
	}
	return status
}

func TestAnUploadThatIsCutOffLeavesNothing(t *testing.T) {
	t.Parallel()
	r, dir := uploads(t)
	l, status := r.dial(t, "acc_1", 40<<20)
	if status != 100 {
		t.Fatalf("got %d", status)
	}
	_, _ = io.WriteString(l, opening)
	for range 20 {
		if _, err := l.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := r.stop(); err != nil { // once all requests ended
		t.Fatal(err)
	}
	if names := left(t, dir); len(names) > 0 {
		t.Errorf("%v is left", names)
	}
	if !strings.Contains(r.log.String(), `"status":400`) {
		t.Errorf("got log %s", r.log)
	}
}

func TestWhatAKilledServerLeftIsSwept(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "uploads")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"upload-123", "another"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("hunter2"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	start(t, nil, func(c *server.Config) { c.Uploads = dir })
	if names := left(t, dir); len(names) != 1 || names[0] != "another" {
		t.Errorf("left %v", names)
	}
}

func TestNobodyTakesAllOfTheRoomForForms(t *testing.T) {
	t.Parallel()
	r, _ := uploads(t)
	var held []*line
	for _, step := range []struct {
		caller string
		size   int
		want   int
	}{
		{"a", 2 << 20, 100},
		{"a", 2 << 20, 100},
		{"a", 2 << 20, 503}, // two at once are one's share
		{"a", 1000, 100},    // a small one goes on
		{"b", 2 << 20, 100},
		{"b", 2 << 20, 100},
		{"c", 2 << 20, 100},
		{"c", 2 << 20, 100},
		{"d", 2 << 20, 100},
		{"d", 2 << 20, 100},
		{"e", 2 << 20, 503}, // eight are all that there is
		{"e", 1000, 100},
	} {
		l, got := r.dial(t, step.caller, step.size)
		if got != step.want {
			t.Fatalf("%s sends %d bytes: got %d, want %d", step.caller, step.size, got, step.want)
		}
		held = append(held, l)
	}
	for _, l := range held {
		_ = l.Close()
	}
	// Those who were cut off give their turns back; the server learns of it by itself.
	for {
		l, got := r.dial(t, "a", 2<<20)
		_ = l.Close()
		if got == 100 {
			break
		}
	}
}

func TestWhoIsNotSignedInSendsSmallFormsOnly(t *testing.T) {
	t.Parallel()
	r, dir := uploads(t)
	if _, status := r.dial(t, "", 1<<20+1); status != http.StatusRequestEntityTooLarge {
		t.Errorf("by its length: got %d", status)
	}
	op, places := field{key: "operations", text: sendFile}, field{key: "map", text: `{"0":["variables.file"]}`}
	if got := r.upload(t, op, places, field{key: "0", text: strings.Repeat("x", 1<<20)}); got.status != 413 || !strings.Contains(got.text, "sign in to send more") {
		t.Errorf("got %d %s", got.status, got.text)
	}
	// Without a length, at the limit.
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/graphql",
		io.MultiReader(strings.NewReader(opening), &watched{left: 9 << 20, look: func() {}}))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	request.Header.Set("X-Requested-With", "x")
	response, err := r.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("chunked: got %d", response.StatusCode)
	}
	if got := r.upload(t, op, places, field{key: "0", text: strings.Repeat("x", 900<<10)}); got.status != http.StatusOK {
		t.Errorf("a small one: got %d %s", got.status, got.text)
	}
	if err := r.stop(); err != nil || len(left(t, dir)) > 0 {
		t.Errorf("%v is left, %v", left(t, dir), err)
	}
}

func TestADirectoryThatCannotBeWrittenIsNoFaultOfTheClient(t *testing.T) {
	t.Parallel()
	r, dir := uploads(t)
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	got := r.upload(t, field{key: "operations", text: sendFile}, field{key: "map", text: `{"0":["variables.file"]}`}, field{key: "0", text: strings.Repeat("x", 100<<10)})
	if got.status != http.StatusServiceUnavailable || got.code() != "INTERNAL" || strings.Contains(got.text, dir) {
		t.Errorf("got %d %s", got.status, got.text)
	}
	if got.header.Get("Retry-After") == "" {
		t.Error("it is not said when to come back")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := server.New(server.Config{Schema: graphtest.New(nil, nil), Uploads: file}); err == nil {
		t.Error("a file was taken for a directory")
	}
}
