package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// newer holds values that AWS and pulumi-aws take and the checks of an older provider refuse. AWS still decides on them.
var newer = map[string][]string{
	"aws_organizations_policy": {
		"BEDROCK_POLICY", "INSPECTOR_POLICY", "S3_POLICY", "SECURITYHUB_POLICY", "UPGRADE_ROLLOUT_POLICY",
	},
}

// withoutNewer drops the provider's complaints about values that are only newer than it is.
func withoutNewer(resource string, found []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	var kept []*tfprotov6.Diagnostic
	for _, d := range found {
		known := false
		for _, value := range newer[resource] {
			known = known || strings.HasSuffix(d.Summary+d.Detail, "got "+value)
		}
		if !known {
			kept = append(kept, d)
		}
	}
	return kept
}
