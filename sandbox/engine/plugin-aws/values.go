package main

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// strip removes region from a value and returns it beside the value without it.
func (r *regionRouter) strip(name string, v *tfprotov6.DynamicValue) (*tfprotov6.DynamicValue, string, error) {
	t, ok := r.added[name]
	if !ok || v == nil {
		return v, "", nil
	}
	whole, err := v.Unmarshal(t)
	if err != nil {
		return nil, "", err
	}
	if whole.IsNull() || !whole.IsKnown() {
		out, err := tfprotov6.NewDynamicValue(r.types[name], tftypes.NewValue(r.types[name], nil))
		return &out, "", err
	}
	attrs := map[string]tftypes.Value{}
	if err := whole.As(&attrs); err != nil {
		return nil, "", err
	}
	var region string
	if rv := attrs["region"]; rv.IsKnown() && !rv.IsNull() {
		_ = rv.As(&region)
	}
	delete(attrs, "region")
	out, err := pack(attrs, r.types[name])
	return out, region, err
}

// restore puts region back into a value that a provider returned.
func (r *regionRouter) restore(name string, v *tfprotov6.DynamicValue, region string) (*tfprotov6.DynamicValue, error) {
	t, ok := r.added[name]
	if !ok || v == nil {
		return v, nil
	}
	whole, err := v.Unmarshal(r.types[name])
	if err != nil {
		return nil, err
	}
	if whole.IsNull() {
		out, err := tfprotov6.NewDynamicValue(t, tftypes.NewValue(t, nil))
		return &out, err
	}
	attrs := map[string]tftypes.Value{}
	if err := whole.As(&attrs); err != nil {
		return nil, err
	}
	attrs["region"] = tftypes.NewValue(tftypes.String, r.effective(region))
	return pack(attrs, t)
}

func isNull(v *tfprotov6.DynamicValue) bool {
	null, err := v.IsNull()
	return err == nil && null
}

func unpack(v *tfprotov6.DynamicValue, t tftypes.Type) (map[string]tftypes.Value, error) {
	whole, err := v.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	attrs := map[string]tftypes.Value{}
	return attrs, whole.As(&attrs)
}

func pack(attrs map[string]tftypes.Value, t tftypes.Type) (*tfprotov6.DynamicValue, error) {
	out, err := tfprotov6.NewDynamicValue(t, tftypes.NewValue(t, attrs))
	return &out, err
}
