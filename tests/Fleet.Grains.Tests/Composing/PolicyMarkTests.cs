using System.Collections.Immutable;
using Twofold.Fleet.Leases;
using Twofold.Fleet.Phones;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Composing;

/// <summary>The mark by which phones are alike to the composer.</summary>
public sealed class PolicyMarkTests
{
    private static readonly PhoneState Phone = new()
    {
        Id = "one",
        Enrolment = new(
            "enrolment", "hardware", "name", "owner", Words("team", "red"), "key", "thumbprint",
            [new("work", VmOwner.Organisation), new("personal", VmOwner.Personal)]),
        Vms = ImmutableSortedDictionary<string, WantedVm>.Empty.Add("work", new WantedVm(1, Lifecycle.Running)),
        PolicyRevision = 3,
        PhonePolicy = "digest",
        VmPolicies = Words("work", "digest"),
        Leases = ImmutableSortedDictionary<string, LeaseBook>.Empty.Add("work", LeaseBook.Fresh),
    };

    [Fact]
    public void Phones_that_need_and_have_the_same_have_one_mark_whoever_they_are()
    {
        var other = Phone with
        {
            Id = "other",
            Enrolment = Phone.Enrolment with { EnrolmentId = "other", Hardware = "other", Name = "other", Owner = "other", PublicKey = "other" },
            Version = 9,
            ObservedVersion = 9,
            Session = "session",
        };
        Assert.Equal(PolicyMark.Of(Phone), PolicyMark.Of(other));
    }

    [Fact]
    public void Whatever_decides_about_policies_or_was_given_changes_the_mark()
    {
        var longer = new LeaseBook([new LeaseGrant(1, LeaseTerms.Longest)]);
        PhoneState[] others =
        [
            Phone with { Enrolment = Phone.Enrolment with { Labels = Words("team", "blue") } },
            Phone with { Enrolment = Phone.Enrolment with { Labels = Phone.Enrolment.Labels.Add("site", "bern") } },
            Phone with { Enrolment = Phone.Enrolment with { Slots = [new("work", VmOwner.Personal), new("personal", VmOwner.Personal)] } },
            Phone with { Enrolment = Phone.Enrolment with { Slots = Phone.Enrolment.Slots.Add(new("other", VmOwner.Organisation)) } },
            Phone with { PolicyRevision = 4 },
            Phone with { PhonePolicy = null },
            Phone with { VmPolicies = Words("work", "other") },
            Phone with { Vms = Phone.Vms.Add("other", new WantedVm(1, Lifecycle.Running)) },
            Phone with { Leases = Phone.Leases.SetItem("work", longer) },
        ];
        var marks = others.Append(Phone).Select(state => PolicyMark.Of(state)).ToList();
        Assert.Equal(marks.Count, marks.Distinct().Count());
    }

    [Fact]
    public void Readers_and_the_index_have_one_mark() => Assert.Equal(PolicyMark.Of(Phone), PolicyMark.Of(PhoneRules.View(Phone, default)));

    private static ImmutableSortedDictionary<string, string> Words(string key, string value) => ImmutableSortedDictionary<string, string>.Empty.Add(key, value);
}
