using System.Diagnostics.CodeAnalysis;

[assembly: SuppressMessage(
    "ApiDesign",
    "RS0016",
    Justification = "Pages are components, which cannot be internal; they are no part of what is promised.",
    Scope = "namespaceanddescendants",
    Target = "~N:SkRouter.AspNetCore.Dashboard"
)]
[assembly: SuppressMessage(
    "ApiDesign",
    "RS0041",
    Justification = "What the Razor compiler writes is not annotated for null.",
    Scope = "namespaceanddescendants",
    Target = "~N:SkRouter.AspNetCore.Dashboard"
)]
