using System.Text;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Vms;

namespace Twofold.Fleet.Tests.Golden;

public sealed class IndexTests
{
    [Fact]
    public void Tables_and_columns_keep_their_names()
    {
        var text = new StringBuilder();
        foreach (var schema in FleetKinds.All.All.SelectMany(k => k.Tables).OrderBy(s => s.Table, StringComparer.Ordinal))
        {
            text.Append($"{schema.Table}: {string.Join(' ', schema.Columns.Select(c => $"{c.Name}:{c.Type}{(c.Searchable ? "*" : "")}"))}\n");
            text.Append($"    orders: {string.Join(", ", schema.Orders.Select(o => $"{o.Filter ?? "all"} by {o.Sort ?? "key"}{(o.Sparse ? " (sparse)" : "")}"))}\n");
            text.Append($"    facets: {string.Join(' ', schema.Facets)}; rows: {schema.RowsPerGrain}\n");
        }

        GoldenFile.Holds("index.txt", text.ToString());
    }

    [Fact]
    public void Every_kind_has_a_name_of_its_own_and_finds_itself()
    {
        string[] kinds = ["backup", "enrolment", "erasure", "governor", "group", "hold-page", "operator", "persona", "phone", "policy-set", "rollout", "token", "vm"];
        Assert.Equal(kinds, FleetKinds.All.All.Select(k => k.Name).Order(StringComparer.Ordinal));
        Assert.All(kinds, name => Assert.Equal(name, FleetKinds.All.Kind(name).Name));
        Assert.Equal("policy-set", PolicySets.PolicySets.Organisation.Id.Kind);
    }

    [Theory]
    [InlineData("offline", "enrol", "set vm running")]
    [InlineData("pushing", "enrol", "set vm running", "connected")]
    [InlineData("online", "enrol", "set vm running", "connected", "observed")]
    [InlineData("conflict", "enrol", "set vm running", "connected with version 900")]
    public void A_phone_is_listed_by_where_it_stands(string expected, params string[] commands) =>
        Assert.Equal(expected, Column(After(commands), "state"));

    [Theory]
    [InlineData(null, "enrol")]
    [InlineData("released", "enrol", "set vm running", "add order")]
    [InlineData("delivered", "enrol", "set vm running", "add order", "received 2")]
    [InlineData("acknowledged", "enrol", "set vm running", "add order", "order accepted")]
    [InlineData("proved", "enrol", "set vm running", "add order", "receipt")]
    [InlineData(null, "enrol", "set vm running", "add order", "receipt", "set vm of epoch 2")]
    public void A_phone_is_listed_by_how_far_its_wipe_is(string? expected, params string[] commands) =>
        Assert.Equal(expected, Column(After(commands), "wipe"));

    [Fact]
    public void A_phone_is_listed_by_what_it_reported()
    {
        var state = After("enrol", "set vm running", "observed stopped");
        Assert.Equal(("stopped", "running", "non-compliant", "site=bern team=sales"),
            (Column(state, "work_state"), Column(state, "personal_state"), Column(state, "verdict"), Column(state, "labels")));
    }

    [Fact]
    public void A_grain_that_was_only_asked_about_has_no_row()
    {
        Assert.Empty(PhoneRules.Rows(PhoneRules.Initial, new("phone", "p1")));
        Assert.Empty(VmRules.Rows(VmRules.Initial, Sample.WorkVm));
    }

    private static object? Column(PhoneState state, string name)
    {
        var schema = PhoneRules.Tables.Single(t => t.Table == "phones");
        var row = PhoneRules.Rows(state, new("phone", Sample.ThePhone)).Single(r => r.Table == "phones");
        Assert.Equal(schema.Columns.Length, row.Values.Length);
        return row.Values[schema.Columns.IndexOf(schema.Columns.Single(c => c.Name == name))];
    }

    private static PhoneState After(params string[] names) => new Table<PhoneRules, PhoneState, PhoneCommand, PhoneEvent, PhoneView>(
        new("phone", Sample.ThePhone), PhoneSamples.Commands, _ => "").After(names);
}
