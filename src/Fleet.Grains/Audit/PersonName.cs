namespace Twofold.Fleet;

/// <summary>
/// Marks a property of an event that holds the name of a person: it is stored sealed under that person's key, so that erasing the person
/// makes it unreadable. A test finds the property that could hold a name and is neither marked nor reviewed.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonNameAttribute : Attribute;

/// <summary>Marks a property of an event that is sealed under the key of the person who is the grain's key, such as the hash of a password.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonSecretAttribute : Attribute;
