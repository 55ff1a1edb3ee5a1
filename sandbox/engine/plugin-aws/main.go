package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/pkg/v3/resource/provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"golang.org/x/sys/unix"

	"github.com/pulumi/pulumi-terraform-bridge/v3/dynamic/internal/shim/run"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/proto"
	pfbridge "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
)

//go:embed tokens.json
var tokensJSON []byte

var version = "7.51.1"

const providerName = "terraform-provider-aws"

// startProvider starts a process of the Terraform provider through the link to this program
// that lies beside it.
func startProvider(ctx context.Context) (run.Provider, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return run.LocalProvider(ctx, filepath.Join(filepath.Dir(self), providerName))
}

func main() {
	if filepath.Base(os.Args[0]) == providerName {
		// Run as the provider itself, but die with the plugin that started it.
		runtime.LockOSThread()
		_ = unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0)
		fail(unix.Exec(os.Getenv("TF_PROVIDER_AWS"), os.Args, os.Environ()))
	}
	ctx := context.Background()
	var table struct {
		Resources, DataSources map[string]string            // Terraform name to Pulumi token
		Fields                 map[string]map[string]string // arguments that Pulumi renames
		Single                 map[string][]string          // blocks that Pulumi shows as one object
		ProviderSingle         []string
	}
	if err := json.Unmarshal(tokensJSON, &table); err != nil {
		fail(err)
	}
	p, err := newRegionRouter(ctx)
	if err != nil {
		fail(err)
	}
	go exitWithEngine(p, os.Getppid())
	defer p.Close()
	tf := proto.New(ctx, p)
	info := tfbridge.ProviderInfo{
		P: tf, Name: "aws", Version: version, ResourcePrefix: "aws",
		MetadataInfo: &tfbridge.MetadataInfo{Path: "", Data: tfbridge.ProviderMetadata(nil)},
		Resources:    map[string]*tfbridge.ResourceInfo{},
		DataSources:  map[string]*tfbridge.DataSourceInfo{},
		Config:       map[string]*tfbridge.SchemaInfo{},
	}
	for _, block := range table.ProviderSingle {
		markSingle(info.Config, []string{block})
	}
	for name, tok := range table.Resources {
		r := &tfbridge.ResourceInfo{Tok: tokens.Type(tok), Fields: map[string]*tfbridge.SchemaInfo{}}
		for attr, pulumiName := range table.Fields[name] {
			r.Fields[attr] = &tfbridge.SchemaInfo{Name: pulumiName}
		}
		for _, path := range table.Single[name] {
			markSingle(r.Fields, strings.Split(path, "."))
		}
		info.Resources[name] = r
	}
	for name, tok := range table.DataSources {
		info.DataSources[name] = &tfbridge.DataSourceInfo{Tok: tokens.ModuleMember(tok)}
	}
	for key := range tf.ResourcesMap().Range {
		if _, ok := info.Resources[key]; !ok {
			info.IgnoreMappings = append(info.IgnoreMappings, key)
		}
	}
	for key := range tf.DataSourcesMap().Range {
		if _, ok := info.DataSources[key]; !ok {
			info.IgnoreMappings = append(info.IgnoreMappings, key)
		}
	}
	if slices.Contains(os.Args[1:], "-shapes") {
		if err := printShapes(os.Stdout, info); err != nil {
			fail(err)
		}
		return
	}
	metadata := pfbridge.ProviderMetadata{
		XGetSchema: func(context.Context, plugin.GetSchemaRequest) ([]byte, error) { return []byte(`{"name":"aws"}`), nil },
	}
	err = provider.Main("aws", func(host *provider.HostClient) (pulumirpc.ResourceProviderServer, error) {
		server, err := pfbridge.NewProviderServer(ctx, host, info, metadata)
		return archiveFiles{server}, err
	})
	if err != nil {
		fail(err)
	}
}

// markSingle makes the block at path one object instead of a list.
func markSingle(fields map[string]*tfbridge.SchemaInfo, path []string) {
	field := fields[path[0]]
	if field == nil {
		field = &tfbridge.SchemaInfo{}
		fields[path[0]] = field
	}
	if len(path) == 1 {
		field.MaxItemsOne = tfbridge.True()
		return
	}
	if field.Elem == nil {
		field.Elem = &tfbridge.SchemaInfo{Fields: map[string]*tfbridge.SchemaInfo{}}
	}
	markSingle(field.Elem.Fields, path[1:])
}

// exitWithEngine ends this process when the engine that started it has died without a word.
func exitWithEngine(p *regionRouter, engine int) {
	for range time.Tick(time.Second) {
		if os.Getppid() != engine {
			_ = p.Close()
			os.Exit(1)
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
