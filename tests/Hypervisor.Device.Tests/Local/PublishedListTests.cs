using System.Collections;
using System.Reflection;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Local;

/// <summary>The list that the user sees, held against every type that a phone can send.</summary>
public sealed class PublishedListTests
{
    [Fact]
    public void Every_type_that_a_phone_can_send_stands_on_the_list_that_its_user_sees()
    {
        var sent = Reachable(typeof(PhoneFrame), typeof(EnrolRequest), typeof(WipeReceipt)).Where(type => !type.IsEnum && !type.IsAbstract).Select(type => type.Name).ToList();
        Assert.Contains(nameof(WorkVmReport), sent);
        Assert.Contains(nameof(PersonalVmReport), sent);
        Assert.Empty(sent.Except(PublishedList.Told.SelectMany(told => told.Messages)));
    }

    [Fact]
    public void A_type_stands_there_once() =>
        Assert.Distinct(PublishedList.Told.SelectMany(told => told.Messages));

    [Fact]
    public void Of_a_personal_vm_it_says_each_thing_that_a_report_can_tell_and_no_more()
    {
        Assert.Equal(["Slot", "State", "StorageBytes"], typeof(PersonalVmReport).GetProperties().Select(property => property.Name));
        var told = Assert.Single(PublishedList.Told, told => told.Messages.Contains(nameof(PersonalVmReport)));
        Assert.StartsWith("its slot, whether it runs, and how much storage it takes", told.Text, StringComparison.Ordinal);
    }

    private static HashSet<Type> Reachable(params Type[] roots)
    {
        var seen = new HashSet<Type>();
        var open = new Queue<Type>(roots);
        while (open.TryDequeue(out var type))
        {
            if (type.Assembly != typeof(PhoneFrame).Assembly || !seen.Add(type)) continue;
            foreach (var next in type.GetNestedTypes().Concat(type.GetProperties().SelectMany(property => Carried(property.PropertyType)))) open.Enqueue(next);
        }

        return seen;
    }

    private static IEnumerable<Type> Carried(Type type) =>
        type.IsGenericType && (typeof(IEnumerable).IsAssignableFrom(type) || Nullable.GetUnderlyingType(type) is not null)
            ? type.GetGenericArguments().SelectMany(Carried) : [type];
}
