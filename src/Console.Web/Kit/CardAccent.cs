namespace Twofold.Web.Kit;

/// <summary>Which side of a phone a panel shows.</summary>
public enum CardAccent
{
    /// <summary>Neither, or both.</summary>
    None,
    /// <summary>A VM of the organisation.</summary>
    Work,
    /// <summary>A VM of the phone's user.</summary>
    Personal,
}
