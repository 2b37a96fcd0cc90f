package server

import (
	"context"
	"fmt"
	"net/url"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
)

// Tracing sends spans to an OTLP endpoint's base address (http://host:4318).
// Stop flushes what is left. The provider is an argument wherever spans are made; there is
// no global one.
func Tracing(ctx context.Context, endpoint, version string) (provider *trace.TracerProvider, stop func(context.Context) error, err error) {
	address, err := url.JoinPath(endpoint, "v1", "traces")
	if err != nil {
		return nil, nil, fmt.Errorf("trace to %s: %w", endpoint, err)
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(address))
	if err != nil {
		return nil, nil, fmt.Errorf("trace to %s: %w", endpoint, err)
	}
	provider = trace.NewTracerProvider(trace.WithBatcher(exporter), trace.WithResource(resource.NewSchemaless(
		attribute.String("service.name", "stackmatch"), attribute.String("service.version", version))))
	return provider, provider.Shutdown, nil
}
