"""Gradient flow on phase retrieval in multiple precision: Taylor series of trajectories, the Hessian's
spectrum by quadrature, and certificates of uniqueness by cutting planes."""
