package main

import (
	"encoding/json"
	"io"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

// printShapes writes, for each mapped type, which arguments are lists and which are objects, so that a
// test can compare them with the Python package: a wrong shape is dropped without an error.
func printShapes(w io.Writer, info tfbridge.ProviderInfo) error {
	all := map[string]map[string]string{}
	for name, resource := range info.Resources {
		if tf, ok := info.P.ResourcesMap().GetOk(name); ok {
			shapes := map[string]string{}
			addShapes(shapes, "", tf.Schema(), resource.Fields)
			all[string(resource.Tok)] = shapes
		}
	}
	return json.NewEncoder(w).Encode(all)
}

func addShapes(shapes map[string]string, prefix string, schema shim.SchemaMap, fields map[string]*tfbridge.SchemaInfo) {
	for name, field := range schema.Range {
		if field.Computed() && !field.Optional() {
			continue // an output
		}
		info := fields[name]
		path := prefix + tfbridge.TerraformToPulumiNameV2(name, schema, fields)
		block, nested := field.Elem().(shim.Resource)
		switch field.Type() {
		case shim.TypeList, shim.TypeSet:
			switch {
			case !tfbridge.IsMaxItemsOne(field, info):
				shapes[path] = "list"
			case nested:
				shapes[path] = "object"
			default:
				shapes[path] = "scalar"
			}
		case shim.TypeMap:
			if nested {
				shapes[path] = "object"
			}
		}
		if nested {
			addShapes(shapes, path+".", block.Schema(), nestedFields(info))
		}
	}
}

// nestedFields gives the marks of a block's own fields, which lie on the element for lists.
func nestedFields(info *tfbridge.SchemaInfo) map[string]*tfbridge.SchemaInfo {
	if info == nil {
		return nil
	}
	if info.Elem != nil {
		return info.Elem.Fields
	}
	return info.Fields
}
