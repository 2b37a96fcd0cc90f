// Package spool keeps records in files of one directory until somebody has loaded
// them elsewhere. A record is in the file before Append returns, so a process that
// is killed loses none that was acknowledged; the disk is waited for within a
// second, so a power cut loses at most that. It refuses to know what a record
// says, and to have two processes write one directory: its owner holds a lock.
package spool

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// ErrFull means that more waits to be loaded than the spool may hold.
var ErrFull = errors.New("spool: more waits to be loaded than there is room for")

// ErrClosed means that the spool was closed.
var ErrClosed = errors.New("spool: closed")

// The sizes by default: of a segment, after which another one is begun, and of all
// that waits.
const (
	defaultSegment = 4 << 20
	defaultMost    = 1 << 30
)

// syncWithin is how soon the disk is waited for after a record was written.
const syncWithin = 250 * time.Millisecond

// Options are how a spool is kept. The zero value is ready to use.
type Options struct {
	// Segment is after how many bytes another file is begun, Most how many may wait.
	Segment, Most int64
	// Careless never waits for the disk: for tests.
	Careless bool
	// Log is told of records that the disk has spoiled; nil drops it.
	Log *slog.Logger
}

// Position is a place in a spool: what stands before it was read.
type Position struct{ Segment, Offset int64 }

// Before tells whether p comes before q.
func (p Position) Before(q Position) bool {
	return p.Segment < q.Segment || p.Segment == q.Segment && p.Offset < q.Offset
}

// Spool is an open directory.
type Spool struct {
	dir, id string
	options Options

	mu sync.Mutex
	// file is the segment that is written; nil once closed.
	file *os.File
	// end is where its last whole record ends; closed counts the bytes of the others.
	end    Position
	closed int64
	// torn is set while behind the end stands a part of a record that could not be
	// taken back; failed once the disk did not take what it was given.
	torn   bool
	failed error
	// syncing is set while a wait for the disk is on its way.
	syncing *time.Timer
}

// Open opens a directory, which is made where it is missing. Writing goes on in a
// new segment: what a crash left half written stays behind.
func Open(dir string, o Options) (*Spool, error) {
	if o.Segment == 0 {
		o.Segment = defaultSegment
	}
	if o.Most == 0 {
		o.Most = defaultMost
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("spool: make its directory: %w", err)
	}
	s := &Spool{dir: dir, options: o}
	segments, err := s.find()
	if err != nil {
		return nil, err
	}
	if s.id == "" {
		s.id = newID()
	}
	for _, n := range segments {
		s.end.Segment = n
		s.closed += s.sizeOf(n)
	}
	return s, s.begin()
}

// ID is random, one for each directory that ever was.
func (s *Spool) ID() string { return s.id }

// End is behind the last record.
func (s *Spool) End() Position {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.end
}

// Waiting is how many bytes are in the files.
func (s *Spool) Waiting() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed + s.end.Offset
}

// Close waits for the disk and ends writing.
func (s *Spool) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		return nil
	}
	if s.syncing != nil {
		s.syncing.Stop()
	}
	err := errors.Join(s.sync(), s.file.Close())
	s.file = nil
	return err
}

// Drop removes the segments that were read to their ends: those before a position.
// The one that is written stays, and with it the spool's id.
func (s *Spool) Drop(before Position) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	segments, err := s.find()
	if err != nil {
		return err
	}
	for _, n := range segments {
		if n >= min(before.Segment, s.end.Segment) {
			break
		}
		size := s.sizeOf(n)
		if err := os.Remove(s.path(n)); err != nil {
			return fmt.Errorf("spool: remove what was loaded: %w", err)
		}
		s.closed -= size
	}
	return nil
}

// begin begins the next segment.
func (s *Spool) begin() error {
	next := s.end.Segment + 1
	// O_EXCL: a segment that somebody else has begun is not ours to write.
	file, err := os.OpenFile(s.path(next), os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("spool: begin a segment: %w", err)
	}
	// Its name must be on the disk before a position in it is anywhere else: else a
	// later segment of the same number would be taken for read.
	if err := s.syncDir(); err != nil {
		return errors.Join(err, file.Close())
	}
	s.file, s.end, s.torn = file, Position{Segment: next}, false
	return nil
}

// rotate ends the segment that is written, and begins the next one.
func (s *Spool) rotate() error {
	if err := s.sync(); err != nil {
		return err
	}
	old, size := s.file, s.end.Offset
	if err := s.begin(); err != nil {
		return err
	}
	s.closed += size
	if err := old.Close(); err != nil {
		return fmt.Errorf("spool: end a segment: %w", err)
	}
	return nil
}

// sync waits for the disk. What it does not take may be lost, whatever it says the
// next time: nothing is acknowledged after that.
func (s *Spool) sync() error {
	if s.options.Careless || s.failed != nil {
		return s.failed
	}
	if err := s.file.Sync(); err != nil {
		s.failed = fmt.Errorf("spool: wait for the disk: %w", err)
	}
	return s.failed
}

// syncSoon has the disk be waited for, once for all that is written meanwhile.
func (s *Spool) syncSoon() {
	if s.options.Careless || s.syncing != nil {
		return
	}
	s.syncing = time.AfterFunc(syncWithin, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.syncing = nil
		if s.file == nil {
			return
		}
		if err := s.sync(); err != nil {
			s.options.Log.Error("spool", "cause", err.Error())
		}
	})
}

func (s *Spool) syncDir() error {
	if s.options.Careless {
		return nil
	}
	dir, err := os.Open(s.dir)
	if err != nil {
		return fmt.Errorf("spool: open its directory: %w", err)
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return fmt.Errorf("spool: wait for its directory: %w", err)
	}
	return nil
}

func (s *Spool) path(segment int64) string {
	return filepath.Join(s.dir, fmt.Sprintf("%s-%012d.log", s.id, segment))
}

// sizeOf is 0 for a segment that is not there.
func (s *Spool) sizeOf(segment int64) int64 {
	info, err := os.Stat(s.path(segment))
	if err != nil {
		return 0
	}
	return info.Size()
}

func newID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // it never fails
	return hex.EncodeToString(id[:])
}
