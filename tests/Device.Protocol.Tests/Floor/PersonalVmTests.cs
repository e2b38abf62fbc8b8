using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Twofold.Protocol.Tests.Floor;

/// <summary>
/// The personal VM in the protocol. The tests walk every type that can cross the wire, so that a message added later is held to it too.
/// </summary>
public sealed class PersonalVmTests
{
    private static readonly string[] AllowedOfPersonal = [nameof(PersonalVmReport.Slot), nameof(PersonalVmReport.State), nameof(PersonalVmReport.StorageBytes)];

    [Fact]
    public void All_that_a_phone_says_of_a_personal_vm_is_slot_state_and_storage() =>
        Assert.Equal(AllowedOfPersonal, MembersOf(typeof(PersonalVmReport)).Select(p => p.Name));

    [Fact]
    public void Only_a_phones_report_carries_it_and_only_as_that()
    {
        var carriers = Reachable(typeof(PhoneFrame), typeof(ServerFrame), typeof(EnrolRequest), typeof(EnrolAnswer), typeof(PhoneEnvelope), typeof(OrdersEnvelope), typeof(WipeReceipt))
            .Where(t => MembersOf(t).Any(p => Carried(p.PropertyType).Contains(typeof(PersonalVmReport))));
        Assert.Equal([typeof(PhoneReport)], carriers);
    }

    [Fact]
    public void Desired_state_and_orders_know_no_owner_and_so_no_personal_vm()
    {
        var down = Reachable(typeof(ServerFrame), typeof(PhoneEnvelope), typeof(OrdersEnvelope));
        Assert.DoesNotContain(typeof(VmOwner), down);
        Assert.DoesNotContain(typeof(PersonalVmReport), down);
        Assert.DoesNotContain(down.SelectMany(MembersOf), p => p.Name.Contains("Personal", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_walk_sees_what_it_must()
    {
        var up = Reachable(typeof(PhoneFrame));
        Assert.Contains(typeof(PersonalVmReport), up);
        Assert.Contains(typeof(ObservedSetting), up);
        Assert.Contains(typeof(DesiredVm), Reachable(typeof(PhoneEnvelope)));
        Assert.Contains(typeof(DeviceOrder), Reachable(typeof(OrdersEnvelope)));
        Assert.Contains(typeof(ServerFrame.Desired), Reachable(typeof(ServerFrame)));
    }

    [Fact]
    public void The_slots_of_an_enrolment_say_whose_a_vm_is_and_nothing_more() =>
        Assert.Equal([nameof(SlotDeclaration.Slot), nameof(SlotDeclaration.Owner)], MembersOf(typeof(SlotDeclaration)).Select(p => p.Name));

    [Fact]
    public void A_report_names_a_slot_either_as_work_or_as_personal()
    {
        var report = Frames.Samples.Report;
        var twice = report with { Personal = [report.Personal[0] with { Slot = report.Work[0].Slot }] };
        Assert.Equal(FrameCodes.Malformed, Codec.ReadPhoneFrame(Codec.Write(new PhoneFrame.Observed(twice))).Problem?.Code);
    }

    [Fact]
    public void A_finding_about_a_personal_vm_says_the_fixed_words_or_is_refused()
    {
        var report = Frames.Samples.Report;
        var slot = report.Personal[0].Slot;
        DeviceFinding[] telling = [new("vm/start-failed", "no", slot), new("floor/personal", "it runs 3 apps", slot), DeviceFinding.OfPersonal(slot) with { Code = "x/y" }];
        Assert.All(telling, finding => Assert.Equal(FrameCodes.Malformed, Read(report with { Findings = [finding] }).Problem?.Code));
        Assert.True(Read(report with { Findings = [DeviceFinding.OfPersonal(slot)] }).IsRead);
    }

    [Fact]
    public void Every_text_that_a_phone_can_send_is_known()
    {
        // A new one is looked at here first: what could it say about a personal VM, and what keeps it from that?
        string[] known =
        [
            "Complaint.Code", "Complaint.Explanation", "DeviceFinding.Code", "DeviceFinding.Explanation", "DeviceFinding.Slot", "Hello.Agent",
            "Hello.Hardware", "Hello.Hypervisor", "Hello.Settings", "ObservedSetting.Text", "OrderStatus.Code", "OrderStatus.OrderId",
            "PersonalVmReport.Slot", "PhoneReport.Flows", "Receipt.Jws", "WorkVmReport.Lock", "WorkVmReport.Policy", "WorkVmReport.Settings", "WorkVmReport.Slot",
        ];
        var texts = Reachable(typeof(PhoneFrame)).SelectMany(t => MembersOf(t).Where(p => Carried(p.PropertyType).Contains(typeof(string))).Select(p => $"{t.Name}.{p.Name}"));
        Assert.Equal(known, texts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_number_flag_and_instant_that_a_phone_can_send_is_known_and_all_that_it_posts_or_signs()
    {
        // As with texts: what could it tell of a personal VM?
        string[] known =
        [
            "Complaint.Version", "EnrolRequest.Csr", "EnrolRequest.Hardware", "EnrolRequest.Token", "Hello.AppliedVersion", "Hello.OrdersVersion", "Hello.Protocols",
            "Measurement.Pcr", "ObservedSetting.Claimed", "OrderStatus.Accepted", "PersonalVmReport.State", "PersonalVmReport.StorageBytes", "PhoneReport.At",
            "PhoneReport.Settled", "PhoneReport.Version", "Received.Version", "SlotDeclaration.Owner", "SlotDeclaration.Slot", "WipeReceipt.At", "WipeReceipt.Epoch",
            "WipeReceipt.FilesGone", "WipeReceipt.Format", "WipeReceipt.OrderId", "WipeReceipt.Phone", "WipeReceipt.ProcessGone", "WipeReceipt.SecretGone",
            "WipeReceipt.Slot", "WipeReceipt.SlotsErased", "WorkVmReport.Epoch", "WorkVmReport.State", "WorkVmReport.StorageBytes",
        ];
        var framed = Reachable(typeof(PhoneFrame));
        var sent = Reachable(typeof(PhoneFrame), typeof(EnrolRequest), typeof(WipeReceipt)).SelectMany(t => MembersOf(t)
            .Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null && Carried(p.PropertyType).Any(IsLeaf) && !(framed.Contains(t) && Carried(p.PropertyType).Contains(typeof(string))))
            .Select(p => $"{t.Name}.{p.Name}")).ToList();
        Assert.Contains("PersonalVmReport.StorageBytes", sent);
        Assert.Empty(sent.Except(known));

        static bool IsLeaf(Type type) => type.IsEnum || type.Assembly != typeof(PhoneFrame).Assembly;
    }

    private static Parsed<PhoneFrame> Read(PhoneReport report) => Codec.ReadPhoneFrame(Codec.Write(new PhoneFrame.Observed(report)));

    private static HashSet<Type> Reachable(params Type[] roots)
    {
        var seen = new HashSet<Type>();
        var open = new Queue<Type>(roots);
        while (open.TryDequeue(out var type))
        {
            if (!seen.Add(type)) continue;
            foreach (var next in type.GetNestedTypes().Concat(MembersOf(type).SelectMany(p => Carried(p.PropertyType)))) open.Enqueue(next);
        }

        return seen;
    }

    private static IEnumerable<PropertyInfo> MembersOf(Type type) =>
        type.Assembly == typeof(PhoneFrame).Assembly && !type.IsEnum ? type.GetProperties(BindingFlags.Public | BindingFlags.Instance) : [];

    private static IEnumerable<Type> Carried(Type type)
    {
        if (type.IsGenericType && (typeof(IEnumerable).IsAssignableFrom(type) || Nullable.GetUnderlyingType(type) is not null))
            return type.GetGenericArguments().SelectMany(Carried);
        return [type];
    }
}
