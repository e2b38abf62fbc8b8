namespace Twofold.Policies;

/// <summary>Where people look for a setting. The order is the one in which groups are shown.</summary>
public enum SettingGroup
{
    /// <summary>Memory and processors.</summary>
    Compute,

    /// <summary>The disk of a work VM.</summary>
    Storage,

    /// <summary>What a work VM reaches, and how.</summary>
    Network,

    /// <summary>What passes between the VMs of a phone.</summary>
    Flows,

    /// <summary>Camera, microphone, radios and what is plugged in.</summary>
    Peripherals,

    /// <summary>What the screen shows, to whom and for how long.</summary>
    Screen,

    /// <summary>How a person opens a work VM.</summary>
    Unlock,

    /// <summary>What happens out of contact.</summary>
    Lease,

    /// <summary>When work is open.</summary>
    Hours,

    /// <summary>What a phone has to be before it opens work.</summary>
    Integrity,

    /// <summary>Backups and moves of a person's work environment.</summary>
    Persona,

    /// <summary>Which apps there are.</summary>
    Apps,

    /// <summary>What follows when policy is not met.</summary>
    Compliance,
}
