using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>The first page: the VMs, why one is locked and what opens it, the lease's instants, and what the user is asked.</summary>
internal static class PhonePage
{
    public static Html Of(LocalSession session, LocalView view, TimeProvider time, string? said) => LocalFrame.Page(session, "", "This phone", Html.Of($"""
        {Said(said)}
        <p>{view.Phone ?? "Not enrolled"}. The organisation was {(view.LastContact == DateTimeOffset.UnixEpoch
            ? Html.Of($"never heard") : Html.Of($"last heard on {LocalTime.Of(view.LastContact, time)}"))}.</p>
        {Html.All(view.Vms.Select(vm => Vm(vm, view, time)))}
        <section aria-labelledby="consent"><h2 id="consent">Your consent</h2>{Consents(session, view, time)}</section>
        {Findings(view)}
        """));

    private static Html Said(string? said) => said switch
    {
        "given" => Note("You agreed. It ends by itself, and you can take it back at any time."),
        "withheld" => Note("You do not agree. The organisation is told so."),
        "not-asked" => Note("Nothing was changed: policy does not ask you for this any more."),
        _ => Html.None,
    };

    private static Html Note(string text) => Html.Of($"<p class=\"said\" role=\"status\">{text}</p>");

    private static Html Vm(LocalVm vm, LocalView view, TimeProvider time) => Html.Of($"""
        <section aria-labelledby="vm-{vm.Slot}"><h2 id="vm-{vm.Slot}">{(vm.IsPersonal ? "Personal VM" : "Work VM")} “{vm.Slot}”</h2>
        <dl><dt>State</dt><dd>{State(vm)}</dd>{(vm.IsPersonal ? Html.None : Work(vm, view, time))}</dl></section>
        """);

    private static Html Work(LocalVm vm, LocalView view, TimeProvider time) => Html.Of($"""
        <dt>Locked</dt><dd>{Locked(vm)}</dd>
        {Html.All(view.Wipes.Where(wipe => wipe.Slot == vm.Slot).Select(wipe => Html.Of($"<dt>Being wiped</dt><dd>under the order {wipe.OrderId}</dd>")))}
        {Html.All(view.Notices.Where(notice => notice.Slot == vm.Slot).Select(notice => BrokenRules.Of(notice, time)))}
        {Lease(vm, time)}
        """);

    private static string State(LocalVm vm) => vm switch
    {
        { WasWiped: true } => "wiped: nothing of it is left, and a new one is made only when the organisation gives one",
        { State: GuestState.Unknown } => "not read yet",
        { State: GuestState.Absent } => "not there",
        _ => vm.State.ToString().ToLowerInvariant(),
    };

    private static string Locked(LocalVm vm) => vm.Lock switch
    {
        null => "no",
        LockReasons.Order => "yes, because the organisation ordered it. It opens when the organisation takes the lock back and the phone is in contact.",
        LockReasons.Offline => "yes, because the phone was out of contact for longer than policy allows. Connect the phone to the internet: it opens by itself at the next contact.",
        LockReasons.Hours => "yes, because policy closes it at this hour. It opens by itself when its hours begin.",
        var other => $"yes: {other}",
    };

    private static Html Lease(LocalVm vm, TimeProvider time) => vm is { LocksAt: { } locks, WipesAt: { } wipes }
        ? Html.Of($"""
            <dt>Without contact</dt><dd>it locks on {LocalTime.Of(locks, time)}, and its data is destroyed on {LocalTime.Of(wipes, time)}. Each contact with the organisation puts both off.</dd>
            """)
        : Html.None;

    private static Html Consents(LocalSession session, LocalView view, TimeProvider time) => view.Asked.IsEmpty
        ? Html.Of($"<p>Policy asks you for nothing.</p>")
        : Html.All(view.Asked.Select(asked => Consent(session, asked.Asked, asked.Standing, time)));

    private static Html Consent(LocalSession session, AskedConsent asked, Consent? standing, TimeProvider time) => Html.Of($"""
        <p>May support look at the screen of the work VM “{asked.Vm.Slot}”? {(standing is null
            ? Html.Of($"You do not agree now, so nobody is shown it.") : Html.Of($"You agreed, until {LocalTime.Of(standing.Until, time)}."))}
        Only you can say so, here. The organisation is told what you say.</p>
        <form method="post" action="{session.Root}consent"><input type="hidden" name="token" value="{session.FormToken}">
        <input type="hidden" name="setting" value="{asked.Setting.Key}"><input type="hidden" name="slot" value="{asked.Vm.Slot}">
        <button name="answer" value="give">{(standing is null ? "Agree for one hour" : "Agree for one hour from now")}</button>
        <button class="quiet" name="answer" value="withhold">{(standing is null ? "Do not agree" : "Take it back")}</button></form>
        """);

    private static Html Findings(LocalView view) => view.Findings.IsEmpty ? Html.None : Html.Of($"""
        <section aria-labelledby="findings"><h2 id="findings">Not as it should be</h2>
        <ul>{Html.All(view.Findings.Select(finding => Html.Of($"<li>{finding}</li>")))}</ul></section>
        """);
}
