namespace Twofold.Policies;

/// <summary>What a setting is about, and so which policy document carries it.</summary>
public enum SettingScope
{
    /// <summary>One work VM: carried by the document of its slot.</summary>
    Vm,

    /// <summary>What may pass between the personal VM and the work VMs: carried by the document of the phone.</summary>
    Flow,
}

/// <summary>Who makes a setting hold, and so how far an observation of it can be trusted.</summary>
public enum Enforcement
{
    /// <summary>The hypervisor: read back from it.</summary>
    Hypervisor,

    /// <summary>The control partition, outside every guest.</summary>
    ControlPartition,

    /// <summary>The guest itself: whatever it says of it is only claimed.</summary>
    Guest,

    /// <summary>The server, by its own record: nothing is asked of the phone and nothing is read back from it.</summary>
    Server,
}

/// <summary>When a changed value holds.</summary>
public enum TakesEffect
{
    /// <summary>At once, in a running VM.</summary>
    Live,

    /// <summary>When the VM starts the next time.</summary>
    NextStart,
}

/// <summary>
/// One thing that policy can say, seen through canonical text. A setting is one file: its key, scope, range, default, merge and
/// explanation; <see cref="SettingCatalogue"/> lists them all. <see cref="Setting{T}"/> is the same with its typed value.
/// </summary>
public abstract class Setting
{
    private protected Setting()
    {
    }

    /// <summary>The stable name in documents, for example <c>vm.memory</c>.</summary>
    public abstract string Key { get; }

    /// <summary>Where people look for it.</summary>
    public abstract SettingGroup Group { get; }

    /// <summary>What the setting is about.</summary>
    public abstract SettingScope Scope { get; }

    /// <summary>A short name for people.</summary>
    public abstract string Title { get; }

    /// <summary>The unit of the value in words; empty where values are words.</summary>
    public abstract string Unit { get; }

    /// <summary>What the setting does, for an administrator.</summary>
    public abstract string Explanation { get; }

    /// <summary>A value that an administrator might well ask for, as canonical text.</summary>
    public abstract string ExampleText { get; }

    /// <summary>Who makes it hold, on a phone that carries it out.</summary>
    public abstract Enforcement Enforcement { get; }

    /// <summary>
    /// Whether the agents of this version carry it out. Where they do not, policy can say it and the governor counts it, but how it stands
    /// is unknown, never compliant.
    /// </summary>
    public virtual bool IsCarriedOut => false;

    /// <summary>
    /// Whether documents say it even where its default holds, as they do of what agents carried out from the first on. What they learnt
    /// later is left out then, so that neither documents nor verdicts change for who does not use it.
    /// </summary>
    public virtual bool IsSaidByDefault => IsCarriedOut;

    /// <summary>
    /// Whether a phone makes another value hold by itself once it is told, at once or at the next start of the VM. Where it does not, as
    /// with the version of the hypervisor, somebody has to do more than push.
    /// </summary>
    public virtual bool FollowsPush => IsCarriedOut;

    /// <summary>How it is seen whether it holds, in one sentence.</summary>
    public abstract string ReadBack { get; }

    /// <summary>The fields of Android Management API policies that say something of the same; empty for none.</summary>
    public abstract IReadOnlyList<string> AndroidManagementFields { get; }

    /// <summary>The fields of Intune's configurations and compliance policies that say something of the same; empty for none.</summary>
    public abstract IReadOnlyList<string> IntuneFields { get; }

    /// <summary>When a change holds.</summary>
    public abstract TakesEffect TakesEffect { get; }

    /// <summary>Whether a stricter value may make work data unreadable, so that the governor counts it.</summary>
    public virtual bool EndangersData => false;

    /// <summary>
    /// Whether of two values one is always the stricter. Where it is not, as with two sets, the merge is what satisfies both and no
    /// stricter than that.
    /// </summary>
    public virtual bool IsTotalOrder => true;

    /// <summary>
    /// Whether the document of a phone leaves the value out: it is the default, and asks nothing. Everything else is always in the
    /// document.
    /// </summary>
    public bool AsksNothing(string text) => !IsSaidByDefault && text == DefaultText;

    /// <summary>All values where they are words, the strictest first; empty where they are amounts.</summary>
    public virtual IReadOnlyList<string> Choices => [];

    /// <summary>What an empty sequence means where the value may be written as one; null where it may not.</summary>
    public virtual string? EmptyListText => null;

    /// <summary>A regular expression that every readable text matches, for the JSON schema.</summary>
    public abstract string Pattern { get; }

    /// <summary>What holds when no document says anything, as canonical text.</summary>
    public abstract string DefaultText { get; }

    /// <summary>The value that restricts most, as canonical text: what an unreadable value counts as.</summary>
    public abstract string StrictestText { get; }

    /// <summary>Reads text that a person wrote and gives its one canonical spelling, or the fault.</summary>
    public abstract Reading<string> Canonical(string text);

    /// <summary>The stricter of two canonical texts: commutative, associative, idempotent, never looser than either.</summary>
    public abstract string JoinText(string left, string right);

    /// <summary>Whether what was observed is at least as strict as what is required; both canonical.</summary>
    public abstract bool Complies(string required, string observed);

    /// <inheritdoc/>
    public override string ToString() => Key;
}

/// <summary>A setting with its typed value.</summary>
/// <typeparam name="T">The type that the agent works with, for example <see cref="TimeSpan"/>.</typeparam>
public abstract class Setting<T> : Setting
    where T : notnull
{
    private string? defaultText;
    private string? strictestText;

    private protected Setting()
    {
    }

    /// <summary>What holds when no document says anything.</summary>
    public abstract T Default { get; }

    /// <summary>The value that restricts most.</summary>
    public abstract T Strictest { get; }

    /// <inheritdoc/>
    public sealed override string DefaultText => defaultText ??= Format(Default);

    /// <inheritdoc/>
    public sealed override string StrictestText => strictestText ??= Format(Strictest);

    /// <summary>Reads text with its unit, for example <c>2GiB</c>, <c>15m</c> or <c>restricted</c>.</summary>
    public abstract Reading<T> Parse(string text);

    /// <summary>The canonical text of a value: <c>Parse(Format(x))</c> is <c>x</c>.</summary>
    public abstract string Format(T value);

    /// <summary>The stricter of two values, or what both allow where neither is stricter.</summary>
    public abstract T Join(T left, T right);

    /// <summary>Whether what was observed is at least as strict as what is required.</summary>
    public bool Complies(T required, T observed) => EqualityComparer<T>.Default.Equals(Join(required, observed), observed);

    /// <inheritdoc/>
    public sealed override Reading<string> Canonical(string text)
    {
        var read = Parse(text);
        return read.Fault is null ? new(Format(read.Value), Fault: null) : new(null!, read.Fault);
    }

    /// <inheritdoc/>
    public sealed override string JoinText(string left, string right) => Format(Join(Parse(left).Value, Parse(right).Value));

    /// <inheritdoc/>
    public sealed override bool Complies(string required, string observed) =>
        Complies(Parse(required).Value, Parse(observed).Value);
}
