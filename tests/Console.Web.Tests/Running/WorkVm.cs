namespace Twofold.Web.Tests.Running;

/// <summary>Addresses of the work VM of a phone, below the root of the API.</summary>
internal static class WorkVm
{
    private const string Slot = "work";

    public static string Path(string phone, string what) => $"phones/{phone}/vms/{Slot}/{what}";
}
