package server

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/coder/websocket"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics count and time what is asked, by labels whose values we choose: a
// client must not be able to grow them.
type metrics struct {
	requests      *prometheus.CounterVec
	durations     *prometheus.HistogramVec
	operations    *prometheus.CounterVec
	operationTime *prometheus.HistogramVec
	cost          prometheus.Histogram
	sockets       prometheus.Gauge
	events        prometheus.Gauge
	subscriptions prometheus.Gauge
	closes        *prometheus.CounterVec
}

func newMetrics(registry *prometheus.Registry) (*metrics, error) {
	buckets := []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20}
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "stackmatch_http_requests_total", Help: "HTTP requests by route, method and status.",
		}, []string{"route", "method", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "stackmatch_http_request_duration_seconds", Help: "Time to answer an HTTP request.", Buckets: buckets,
		}, []string{"route"}),
		operations: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "stackmatch_graphql_operations_total", Help: "GraphQL operations that ran, by kind and the first error's code.",
		}, []string{"kind", "outcome"}),
		operationTime: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "stackmatch_graphql_operation_duration_seconds", Help: "Time to execute a GraphQL operation.", Buckets: buckets,
		}, []string{"kind"}),
		cost: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "stackmatch_graphql_operation_cost", Help: "What GraphQL operations cost.",
			Buckets: []float64{1, 3, 10, 30, 100, 300, 1000, 3000, 5000},
		}),
	}
	m.streams()
	for _, collector := range []prometheus.Collector{
		m.sockets, m.events, m.subscriptions, m.closes, m.requests, m.durations, m.operations, m.operationTime, m.cost,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	} {
		if err := registry.Register(collector); err != nil {
			return nil, fmt.Errorf("metrics: %w", err)
		}
	}
	return m, nil
}

// streams makes those of what stays open.
func (m *metrics) streams() {
	m.sockets = prometheus.NewGauge(prometheus.GaugeOpts{Name: "stackmatch_sockets", Help: "WebSockets that are open."})
	m.events = prometheus.NewGauge(prometheus.GaugeOpts{Name: "stackmatch_event_streams", Help: "Event streams that are open."})
	m.subscriptions = prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "stackmatch_subscriptions", Help: "Subscriptions that run, over sockets and event streams.",
	})
	m.closes = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "stackmatch_socket_closes_total", Help: "WebSockets that the server has closed, by code.",
	}, []string{"code"})
}

func (m *metrics) closed(code websocket.StatusCode) {
	m.closes.WithLabelValues(strconv.Itoa(int(code))).Inc()
}

func (m *metrics) request(r *http.Request, status int, took time.Duration) {
	route := seenIn(r.Context()).route
	m.requests.WithLabelValues(route, method(r.Method), strconv.Itoa(status)).Inc()
	if seenIn(r.Context()).long {
		return
	}
	m.durations.WithLabelValues(route).Observe(took.Seconds())
}

func (m *metrics) operation(known *seen, took time.Duration) {
	outcome := "OK"
	if len(known.codes) > 0 {
		outcome = known.codes[0]
	}
	m.operations.WithLabelValues(known.kind, outcome).Inc()
	m.operationTime.WithLabelValues(known.kind).Observe(took.Seconds())
	m.cost.Observe(float64(known.cost))
}

func (m *metrics) handler(registry *prometheus.Registry) http.Handler {
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}

// method keeps invented methods out of the labels.
func method(name string) string {
	switch name {
	case http.MethodGet, http.MethodPost, http.MethodHead, http.MethodOptions:
		return name
	}
	return "other"
}
