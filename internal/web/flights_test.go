package web

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stackmatch/stackmatch/internal/credential"
)

func TestWhoAsksAtTheSameTimeSharesWhatWasBegunLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var f flights
		made := 0
		start := time.Now()
		open := func(context.Context) (*credential.File, error) { //nolint:unparam // what flights open may fail
			made++
			began := time.Since(start)
			<-time.After(time.Second)
			return &credential.File{Name: began.String(), MediaType: strconv.Itoa(made)}, nil
		}
		var all sync.WaitGroup
		for i := range 60 {
			all.Go(func() {
				<-time.After(time.Duration(i) * 50 * time.Millisecond)
				asked := time.Since(start)
				file, err := f.open(t.Context(), "sheet", open)
				began, _ := time.ParseDuration(file.Name)
				if err != nil || began < asked || time.Since(start)-asked > 2*time.Second {
					t.Errorf("asked after %s, got after %s what was begun after %s: %v", asked, time.Since(start), began, err)
				}
			})
		}
		all.Wait()
		if made > 5 || len(f.all) != 0 {
			t.Errorf("it was made %d times; %d are left", made, len(f.all))
		}
	})
}

func TestWhatBreaksOrWhoLeavesHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var f flights
		asks := func(ctx context.Context, open func(context.Context) (*credential.File, error)) <-chan error {
			got := make(chan error, 1)
			go func() {
				defer func() {
					if recover() != nil {
						got <- errors.New("a panic")
					}
				}()
				_, err := f.open(ctx, "award", open)
				got <- err
			}()
			synctest.Wait()
			return got
		}
		breaks := func(ctx context.Context) (*credential.File, error) {
			<-time.After(time.Second)
			panic(ctx.Err())
		}
		leaving, leave := context.WithCancel(t.Context())
		first, second, third := asks(leaving, breaks), asks(t.Context(), breaks), asks(t.Context(), nil)
		impatient, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		fourth := asks(impatient, nil)
		leave()
		if err := <-fourth; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("who does not wait gets %v", err)
		}
		if err := <-third; !errors.Is(err, errBroken) {
			t.Errorf("who waited gets %v", err)
		}
		for _, one := range []<-chan error{first, second} {
			if err := <-one; err == nil || err.Error() != "a panic" {
				t.Errorf("who made it gets %v", err)
			}
		}
		if len(f.all) != 0 {
			t.Errorf("%d are left", len(f.all))
		}
	})
}
