namespace Twofold.Policies.Tests;

/// <summary>Each bad input with its code, its place and its help; the text before the row's own line is always the same four lines.</summary>
public sealed class PolicyProblemTests
{
    private const string Head = "apiVersion: twofold/v1\nkind: Policy\nmetadata: { name: p }\nspec:\n";
    private const string Settings = Head + "  settings:\n";

    public static TheoryData<string, string> BadDocuments => new()
    {
        { Settings + "    vm.memry: 512MiB", "6:5: unknown setting `vm.memry` (policy/unknown-setting); did you mean `vm.memory`?" },
        { Settings + "    moon: off", "6:5: unknown setting `moon` (policy/unknown-setting)" },
        { Settings + "    camera: off", "6:5: unknown setting `camera` (policy/unknown-setting); did you mean `camera.access`?" },
        { Settings + "    clipboard: both", "6:5: unknown setting `clipboard` (policy/unknown-setting); did you mean `clipboard.direction`?" },
        { Settings + "    usb: blocked", "6:5: unknown setting `usb` (policy/unknown-setting)" },
        { Settings + "    cameraBlocked: true", "6:5: unknown setting `cameraBlocked` (policy/unknown-setting); did you mean `camera.access`?" },
        { Settings + "    vm.memory: 512MB", "6:16: `512MB` has a unit that is not known here: the units are `GiB` or `MiB` (policy/wrong-unit); did you mean `512MiB`?" },
        { Settings + "    vm.memory: 512", "6:16: `512` has no unit: the units are `GiB` or `MiB` (policy/wrong-unit); did you mean `512MiB`?" },
        { Settings + "    lease.offline-lock: 5m", "6:25: `5m` is out of the range of `lease.offline-lock`, which is `15m` to `365d` (policy/out-of-range)" },
        { Settings + "    vm.vcpus: 2.5", "6:15: `2.5` has a unit that is not known here: a plain number is expected (policy/wrong-unit)" },
        { Settings + "    vm.memory: plenty", "6:16: `plenty` is not a whole amount such as `16MiB` (policy/not-an-amount)" },
        { Settings + "    network.mode: internt", "6:19: `internt` is not a value of `network.mode`, which is `none`, `restricted` or `internet` (policy/unknown-value); did you mean `internet`?" },
        { Settings + "    vm.vcpus: 2\n    vm.vcpus: 3", "7:5: the key `vm.vcpus` stands on line 6 already (policy/duplicate-key)" },
        { Settings + "    vm.vcpus: [2]", "6:15: `vm.vcpus` is a text, and this is a list (policy/wrong-shape)" },
        { Settings + "    vm.vcpus:", "6:14: `vm.vcpus` is a text, and this is nothing (policy/wrong-shape)" },
        { Settings + "    usb.classes: [hid, audoi]", "6:24: `audoi` is not a value of `usb.classes`, which is `any`, `none` or some of `audio`, `hid`, `printer`, `storage`, `network` or `other` (policy/unknown-value); did you mean `audio`?" },
        { Settings + "    usb.classes: [hid, [audio]]", "6:24: an item of `usb.classes` is a text, and this is a list (policy/wrong-shape)" },
        { Settings + "    usb.classes: ['hid, audio']", "6:19: `hid, audio` holds a comma: write each item of `usb.classes` on its own (policy/comma-in-item)" },
        { Settings + "    usb.classes: [any, hid]", "6:18: `any` is not a value of `usb.classes`" },
        { Settings + "    hours.access:\n    - mon 07:00-19:00\n    - tue 7-19", "8:7: `tue 7-19` is not a value of `hours.access`, which is `always`, `never` or windows on quarters of an hour such as `mon-fri 07:00-19:00` (policy/not-hours)" },
        { Settings + "    lease.offline-lock: 2h\n    lease.offline-wipe: 1h", "7:25: `lease.offline-wipe` of `1h` is shorter than the `lease.offline-lock` of this policy (policy/wipe-before-lock)" },
        { Settings + "    vm.vcpus: &n 2", "6:15: the anchor `&n` is refused: write each value out (policy/anchor)" },
        { Settings + "    vm.vcpus: *n", "6:15: the alias `*n` is refused: write the value out (policy/anchor)" },
        { Settings + "    vm.vcpus: !!int 2", "6:15: the tag `tag:yaml.org,2002:int` is refused: values have no types here (policy/tag)" },
        { Settings + "    ? [a]\n    : 2\n    vm.vcpus: 2", "6:7: a key is a text, and this is a list (policy/wrong-shape)" },
        { Head + "  settings: {}", "5:13: `settings` says nothing (policy/no-settings)" },
        { Head + "  settings: none", "5:13: `settings` is a mapping, and this is a text (policy/wrong-shape)" },
        { Head + "  slot: work", "5:3: the key `settings` is missing (policy/missing-key)" },
        { Head + "  slot: personal\n  settings: { vm.vcpus: 2 }", "5:9: the slot `personal` belongs to the phone's user and takes no policy (policy/personal-slot)" },
        { Head + "  slot: Work\n  settings: { vm.vcpus: 2 }", "5:9: `Work` is not a slot: up to 32 lower-case letters, digits and hyphens, a letter first (policy/bad-slot)" },
        { Head + "  phone: {}\n  settings: { vm.vcpus: 2 }", "5:3: unknown key `phone` in `spec` (policy/unknown-key); did you mean `phones`?" },
        { Head + "  phones: { matchLabels: {} }\n  settings: { vm.vcpus: 2 }", "5:26: `matchLabels` names no label: leave out `phones` to bind every phone (policy/empty-selector)" },
        { Head + "  phones: { matchLabels: { team: 'a b' } }\n  settings: { vm.vcpus: 2 }", "5:34: `a b` is not a label: up to 63 letters, digits, dots, hyphens, slashes and underscores (policy/bad-label)" },
        { Head + "  phones: { matchlabels: { team: a } }\n  settings: { vm.vcpus: 2 }", "5:13: unknown key `matchlabels` in `phones` (policy/unknown-key); did you mean `matchLabels`?" },
        { Head + " \tsettings: 1", "5:2: a tab indents this line: use spaces (policy/tab)" },
        { Head + "  settings: { vm.vcpus: 2\n---", "6:1: this is not valid yaml: while parsing a flow mapping, " },
        { Head + "  settings: { vm.vcpus: 2 }\n bad", "6:2: this is not valid yaml: while parsing" },
        { Settings + "    vm.vcpus: [2\n    vm.memory: 1GiB", "6:15: this is not valid yaml: the text breaks off or goes wrong after this (policy/syntax)" },
        { Settings + "    vm.vcpus: 2\n  # \0 cut", "7:5: the control character `U+0000` is refused (policy/control-character)" },
        { "kind: Policy\nmetadata: { name: p }\nspec: { settings: { vm.vcpus: 2 } }", "1:1: the key `apiVersion` is missing (policy/missing-key)" },
        { Settings.Replace("/v1", "/v2", StringComparison.Ordinal) + "    vm.vcpus: 2", "1:13: unknown version `twofold/v2` (policy/unknown-version); did you mean `twofold/v1`?" },
        { Settings.Replace("Policy", "Polizy", StringComparison.Ordinal) + "    vm.vcpus: 2", "2:7: unknown kind `Polizy` (policy/unknown-kind); did you mean `Policy`?" },
        { Settings.Replace("name: p", "name: P 1", StringComparison.Ordinal) + "    vm.vcpus: 2", "3:19: `P 1` is not a name: up to 63 lower-case letters, digits and hyphens, a letter first (policy/bad-name)" },
        { "- a\n- b", "1:1: a policy is a mapping, and this is a list (policy/wrong-shape)" },
        { "just text", "1:1: a policy is a mapping, and this is a text (policy/wrong-shape)" },
        { "a: " + new string('[', 17), "1:19: mappings and lists are nested more than 16 deep (policy/too-deep)" },
    };

    [Theory, MemberData(nameof(BadDocuments))]
    public void A_bad_document_is_refused_with_its_place(string text, string expected)
    {
        var result = PolicySet.Read([new("p.yaml", text)]);

        Assert.False(result.IsValid);
        Assert.StartsWith($"p.yaml:{expected}", result.Problems[0].ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(BadDocuments))]
    public void A_message_is_lower_case_and_has_no_full_stop(string text, string expected)
    {
        Assert.NotEmpty(expected);
        Assert.All(PolicySet.Read([new("p.yaml", text)]).Problems, p => Assert.Matches(@"^[`a-z].*[^.]$", p.Message));
    }

    [Fact]
    public void All_problems_of_all_files_are_reported_at_once_by_place()
    {
        var problems = PolicySet.Read(
        [
            new("b.yaml", Settings + "    vm.vcpus: 99\n    usb.passthrough: maybe\n---\n" + Settings + "    vm.memory: 1B\n"),
            new("a.yaml", Settings + "    nonsense: 1\n    network.mode: none"),
        ]).Problems;

        Assert.Equal(
            [
                ("a.yaml", 3, "policy/duplicate-name"), ("a.yaml", 6, "policy/unknown-setting"),
                ("b.yaml", 6, "policy/out-of-range"), ("b.yaml", 7, "policy/unknown-value"),
                ("b.yaml", 11, "policy/duplicate-name"), ("b.yaml", 14, "policy/wrong-unit"),
            ],
            problems.Select(p => (p.File, p.Line, p.Code)));
    }

    [Fact]
    public void A_repeated_name_says_where_the_first_one_stands()
    {
        var result = PolicySet.Read([new("a.yaml", Sources.Policy("base", "vm.vcpus: 2")), new("b.yaml", Sources.Policy("base", "vm.vcpus: 3"))]);

        Assert.Equal(
            "b.yaml:3:19: the policy `base` stands in `a.yaml` on line 3 already (policy/duplicate-name)", Assert.Single(result.Problems).ToString());
    }

    [Fact]
    public void A_document_before_a_syntax_error_still_has_its_problems_reported() =>
        Assert.Equal(
            ["policy/out-of-range", "policy/syntax"],
            PolicySet.Read([new("p.yaml", Settings + "    vm.vcpus: 99\n---\n\"open")]).Problems.Select(p => p.Code));
}
