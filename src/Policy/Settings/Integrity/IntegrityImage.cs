using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>Where images of work VMs come from, the strictest first.</summary>
public enum ImageChannel
{
    /// <summary>Only images with long support.</summary>
    Lts,

    /// <summary>Released images.</summary>
    Stable,

    /// <summary>Any signed image.</summary>
    Any,
}

/// <summary>Which images a work VM may run.</summary>
/// <param name="Channel">Where they come from.</param>
/// <param name="Least">The least version, of three numbers; 0.0.0 for any.</param>
public sealed record ImageDemand(ImageChannel Channel, Version Least);

/// <summary>Which images a work VM may run.</summary>
public sealed partial class IntegrityImage : Setting<ImageDemand>
{
    /// <summary>The setting.</summary>
    public static readonly IntegrityImage Instance = new();

    private static readonly Version None = new(0, 0, 0);
    private static readonly string[] Channels = ["lts", "stable", "any"];

    private IntegrityImage()
    {
    }

    /// <inheritdoc/>
    public override string Key => "integrity.image";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Integrity;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Image";

    /// <inheritdoc/>
    public override string Unit => string.Empty;

    /// <inheritdoc/>
    public override ImageDemand Default => new(ImageChannel.Any, None);

    /// <inheritdoc/>
    public override ImageDemand Strictest => new(ImageChannel.Lts, new(9999, 9999, 9999));

    /// <inheritdoc/>
    public override string Pattern => @"^(lts|stable|any)( [0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4})?$";

    /// <inheritdoc/>
    public override string Explanation =>
        "Which images the work VM may run: a channel, `lts`, `stable` or `any`, and the least version where one is named, as in `stable 3.2.0`. "
        + "Where several policies speak, the narrower channel and the higher version hold.";

    /// <inheritdoc/>
    public override string ExampleText => "stable 3.2.0";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the channel and the version from the signed image that the VM started from.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.NextStart;

    /// <inheritdoc/>
    public override bool IsTotalOrder => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["minimumApiLevel"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["osMinimumVersion"];

    /// <inheritdoc/>
    public override bool EndangersData => true;

    /// <inheritdoc/>
    public override Reading<ImageDemand> Parse(string text)
    {
        if (text.Length > 40 || Shape().Match(text) is not { Success: true } match) return NoDemand(text);
        var channel = (ImageChannel)Array.IndexOf(Channels, match.Groups["channel"].Value);
        return new ImageDemand(channel, match.Groups["least"] is { Success: true } least ? VersionSetting.Read(least.Value) : None);
    }

    /// <inheritdoc/>
    public override string Format(ImageDemand value) =>
        value.Least == None ? Channels[(int)value.Channel] : $"{Channels[(int)value.Channel]} {value.Least.ToString(3)}";

    /// <inheritdoc/>
    public override ImageDemand Join(ImageDemand left, ImageDemand right) => new(
        left.Channel < right.Channel ? left.Channel : right.Channel, left.Least > right.Least ? left.Least : right.Least);

    private ValueFault NoDemand(string text) => new(
        "policy/unknown-value",
        $"`{Quote.Short(text)}` is not a value of `{Key}`, which is {Words.Or(Channels)}, and perhaps a version of three numbers such as `stable 3.2.0`");

    [GeneratedRegex(@"\A(?<channel>lts|stable|any)( (?<least>[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
