using System.Collections.Immutable;
using Twofold.Fleet.Vms;
using Twofold.Protocol;
using static Twofold.Fleet.Tests.Samples.Sample;

namespace Twofold.Fleet.Tests.Samples;

/// <summary>Commands and events of VMs.</summary>
internal static class VmSamples
{
    public static readonly GrainId Phone = new("phone", ThePhone);
    public static readonly GrainId Governor = new("governor", "organisation");

    public static readonly ImmutableArray<Step<VmCommand>> Commands =
    [
        By<VmCommand>("attach", Actor.System, new VmCommand.Attach(ThePhone, "Ada's phone", "work", VmOwner.Organisation), Phone),
        By<VmCommand>("attach with another name", Actor.System, new VmCommand.Attach(ThePhone, "Field 7", "work", VmOwner.Organisation), Phone),
        By<VmCommand>("start", Ada, new VmCommand.SetLifecycle(Lifecycle.Running)),
        By<VmCommand>("stop", Pipeline, new VmCommand.SetLifecycle(Lifecycle.Stopped)),
        By<VmCommand>("request wipe", Ada, new VmCommand.RequestWipe("o1", "left in a train", 1)),
        By<VmCommand>("request wipe again", Pipeline, new VmCommand.RequestWipe("o2", "left in a train")),
        By<VmCommand>("request wipe of another epoch", Ada, new VmCommand.RequestWipe("o3", "left in a train", 9)),
        By<VmCommand>("request wipe without reason", Ada, new VmCommand.RequestWipe("o4", " x ")),
        By<VmCommand>("cancel wipe", Ada, new VmCommand.CancelWipe("o1")),
        By<VmCommand>("cancel wipe unless released", Actor.System, new VmCommand.CancelWipe("o1", UnlessReleased: true), Phone),
        By<VmCommand>("cancel unknown wipe", Ada, new VmCommand.CancelWipe("o9")),
        By<VmCommand>("held", Ada, new VmCommand.Held("o1", "hold-1.0"), Governor),
        By<VmCommand>("released", Ada, new VmCommand.Released("o1", "bob"), Governor),
        By<VmCommand>("rejected", Ada, new VmCommand.Rejected("o1", "bob", "it was found"), Governor),
        By<VmCommand>("delivered", Sample.Phone, new VmCommand.Delivered("o1"), Phone),
        By<VmCommand>("acknowledged", Sample.Phone, new VmCommand.Acknowledged("o1"), Phone),
        By<VmCommand>("refused", Sample.Phone, new VmCommand.Refused("o1", "order/epoch"), Phone),
        By<VmCommand>("dropped", Ada, new VmCommand.Dropped("o1"), Phone),
        By<VmCommand>("proved", Sample.Phone, new VmCommand.Proved("o1", Receipt("o1"), "jws"), Phone),
        By<VmCommand>("proved by lease", Sample.Phone, new VmCommand.Proved("lease.work.1.0", Receipt("lease.work.1.0"), "jws"), Phone),
        By<VmCommand>("request wipe in the lease's name", Ada, new VmCommand.RequestWipe("lease.work.1.0", "left in a train")),
        By<VmCommand>("proved elsewhere", Sample.Phone, new VmCommand.Proved("elsewhere", Receipt("elsewhere"), "jws"), Phone),
        By<VmCommand>("request lock", Ada, new VmCommand.RequestLock("l1", "left in a train", 1)),
        By<VmCommand>("request lock again", Ada, new VmCommand.RequestLock("l2", "left in a train")),
        By<VmCommand>("unlock", Ada, new VmCommand.Unlock("l1")),
        By<VmCommand>("lock held", Ada, new VmCommand.Held("l1", "hold-1.0"), Governor),
        By<VmCommand>("lock released", Ada, new VmCommand.Released("l1", "bob"), Governor),
        By<VmCommand>("lock rejected", Ada, new VmCommand.Rejected("l1", "bob", "it was found"), Governor),
        By<VmCommand>("lock delivered", Sample.Phone, new VmCommand.Delivered("l1"), Phone),
        By<VmCommand>("lock acknowledged", Sample.Phone, new VmCommand.Acknowledged("l1"), Phone),
        By<VmCommand>("lock refused", Sample.Phone, new VmCommand.Refused("l1", "order/epoch"), Phone),
        By<VmCommand>("lock dropped", Ada, new VmCommand.Dropped("l1"), Phone),
        By<VmCommand>("lock lifted", Sample.Phone, new VmCommand.Lifted("l1"), Phone),
        By<VmCommand>("detach", Ada, new VmCommand.Detach(), Phone),
        By<VmCommand>("lease ended", Actor.System, new VmCommand.LeaseEnded(1, Start), Phone),
        By<VmCommand>("lease renewed", Sample.Phone, new VmCommand.LeaseRenewed(1), Phone),
        By<VmCommand>("observe locked", Sample.Phone, new VmCommand.Observe(Work(GuestState.Suspended) with { Lock = LockReasons.Order }, null, Start), Phone),
        By<VmCommand>("observe epoch 3", Sample.Phone, new VmCommand.Observe(Work(GuestState.Running, 3), null, Start), Phone),
        By<VmCommand>("reprovision", Ada, new VmCommand.Reprovision()),
        By<VmCommand>("observe running", Sample.Phone, new VmCommand.Observe(Work(GuestState.Running), null, Start), Phone),
        By<VmCommand>("observe absent", Sample.Phone, new VmCommand.Observe(Work(GuestState.Absent), null, Start), Phone),
    ];

    public static readonly ImmutableArray<VmEvent> Events =
    [
        new VmEvent.Attached(ThePhone, "Ada's phone", "work", VmOwner.Organisation, 1),
        new VmEvent.PhoneRenamed("Field 7"),
        new VmEvent.LifecycleSet(Lifecycle.Stopped),
        new VmEvent.WipeRequested("o1", 1, "left in a train", "ada", Start),
        new VmEvent.WipeHeld("o1", Start),
        new VmEvent.WipeReleased("o1", "bob", Start),
        new VmEvent.WipeRejected("o1", "bob", "it was found", Start),
        new VmEvent.CancelAsked("o1"),
        new VmEvent.WipeCancelled("o1", Start),
        new VmEvent.WipeDelivered("o1", Start),
        new VmEvent.WipeAcknowledged("o1", Start),
        new VmEvent.WipeRefused("o1", "order/epoch", Start),
        new VmEvent.WipeProved("o1", Receipt("o1"), "jws", Start),
        new VmEvent.WipedByLease("lease.work.1.0", Receipt("lease.work.1.0"), "jws", Start),
        new VmEvent.WipedByForeignOrder("elsewhere", Receipt("elsewhere"), "jws", Start),
        new VmEvent.LockRequested("l1", 1, "left in a train", "ada", Start),
        new VmEvent.LockMoved("l1", LockStep.Rejected, Start, "bob", "it was found"),
        new VmEvent.UnlockAsked("l1", "ada", Start),
        new VmEvent.Foreseen(ThePhone, "work"),
        new VmEvent.EpochFound(3),
        new VmEvent.Detached(),
        new VmEvent.Returned("Field 7"),
        new VmEvent.BecameUnreadable(1, Start),
        new VmEvent.BecameReadable(1),
        new VmEvent.Reprovisioned(2),
        new VmEvent.Observed(Work(GuestState.Running), Home(GuestState.Running), Start),
    ];
}
