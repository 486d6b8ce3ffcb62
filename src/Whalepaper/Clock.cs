using NodaTime;

namespace Whalepaper;

/// <summary>What time it is, from the framework's own source, so that one fake moves timers and clocks alike.</summary>
internal sealed class Clock(TimeProvider time) : IClock
{
    public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(time.GetUtcNow());
}
