namespace Twofold.Web.Kit;

/// <summary>How loud a button is.</summary>
public enum ButtonVariant
{
    /// <summary>An action among others.</summary>
    Secondary,
    /// <summary>The one thing the page is for; at most one in view.</summary>
    Primary,
    /// <summary>Destroys something or is hard to undo.</summary>
    Danger,
    /// <summary>No frame, for rows and headers.</summary>
    Quiet,
}
